import { createClient } from 'graphql-ws'
import { type Client, texts } from './client.ts'
import { Quick } from './quick.ts'
import { Stream } from './stream.ts'
import { waitFor } from './wait.ts'

/** Somebody who hears a room by one of the live transports, and reads as fast as it comes. */
export type Reader = {
  /** The texts of messages, in the order in which they came. */
  readonly texts: () => readonly string[]
  /** How it was closed, if it was. */
  readonly closed: () => unknown
  readonly close: () => void
}

const SUBSCRIPTION = (room: string) =>
  `subscription ($after: String) { roomEvents(room: "${room}", after: $after) { after event { __typename ... on MessageCreated { message { text } } } } }`
// biome-ignore lint/suspicious/noExplicitAny: a test looks at answers as they came
const textIn = (answer: any): string | undefined =>
  answer?.data?.roomEvents?.event?.message?.text ?? undefined

/** Each live transport. The room is a public one, of which the reader is a member. */
export const READERS: Record<string, (who: Client, room: string) => Promise<Reader>> = {
  socket: async (who, room) => {
    const socket = await who.socket()
    return {
      texts: () => texts(socket.events.filter((event) => event.log === room)),
      closed: () => socket.closed,
      close: () => socket.close(),
    }
  },
  stream: async (who, room) => {
    const stream = await who.stream()
    return {
      texts: () => texts(stream.events.filter((event) => event.log === room)),
      closed: () => stream.ended && stream.said.at(-1),
      close: () => stream.close(),
    }
  },
  'GraphQL socket': async (who, room) => {
    const received: string[] = []
    let isReady = false
    let closed: unknown
    const client = createClient({
      url: `${who.url.replace('http', 'ws')}/graphql`,
      connectionParams: { Authorization: `Bearer ${who.token}` },
      retryAttempts: 0,
      on: { closed: (event) => (closed = event) },
    })
    client.subscribe(
      { query: SUBSCRIPTION(room) },
      {
        next: (answer) => {
          isReady = true
          const text = textIn(answer)
          if (text !== undefined) received.push(text)
        },
        error: (error) => (closed ??= error),
        complete: () => (closed ??= 'complete'),
      },
    )
    await waitFor(() => isReady || closed)
    return { texts: () => received, closed: () => closed, close: () => void client.dispose() }
  },
  'GraphQL stream': async (who, room) => {
    const query = new URLSearchParams({ query: SUBSCRIPTION(room) })
    const stream = await Stream.open(`${who.url}/graphql?${query}`, {
      authorization: `Bearer ${who.token}`,
      accept: 'text/event-stream',
    })
    const received: string[] = []
    let looked = 0
    const texts = () => {
      for (const { event, data } of stream.said.slice(looked)) {
        looked++
        const text = event === 'next' ? textIn(JSON.parse(data ?? '')) : undefined
        if (text !== undefined) received.push(text)
      }
      return received
    }
    return {
      texts,
      closed: () => stream.ended && stream.said.at(-1),
      close: () => stream.close(),
    }
  },
  'quick room': async (who, room) => {
    const quick = await Quick.join(who.url, { name: 'Reader', room })
    return {
      texts: () => quick.lines.flatMap(({ text }) => text ?? []),
      closed: () => quick.closed,
      close: () => quick.close(),
    }
  },
}
