import { createClient } from 'graphql-ws'
import { type ChatOptions, createChat } from '../../../sdk/typescript/src/index.ts'
import { sse } from '../../../sdk/typescript/src/sse.ts'
import type { Client } from '../client.ts'
import { Quick } from '../quick.ts'
import { Socket } from '../socket.ts'
import { waitFor } from '../wait.ts'
import { type Open, openEventSource, overHttp1 } from './event-source.ts'
import { overHttp2 } from './http2.ts'

/** Somebody who hears a room through a proxy, and comes back whenever the connection has ended. */
export type Listener = {
  /** The texts of messages, in the order in which they came. */
  readonly texts: () => readonly string[]
  /** How often the connection had to be opened again, where that is to be seen. */
  readonly returns?: () => number
  readonly close: () => void
}
export type Listen = (who: Client, room: string) => Promise<Listener>

const AGAIN_MS = 200
const SUBSCRIPTION = `subscription ($room: ID!, $after: String) {
  roomEvents(room: $room, after: $after) { after event { __typename ... on MessageCreated { message { text } } } }
}`

/** By each live transport. */
export const LISTENERS: Readonly<Record<string, Listen>> = {
  socket: async (who, room) => {
    const past: string[] = []
    const textsOf = (socket: Socket) => socket.events.flatMap((event) => textOf(event, room))
    const { now, ...listener } = await comingBack(async (before?: Socket) => {
      const received = { ...before?.ready.received }
      for (const { log, seq } of before?.events ?? []) received[log] = seq
      const since = before && { cursor: before.ready.cursor, received }
      const next = await Socket.open(who.url, { type: 'hello', token: who.token, ...since })
      if (before !== undefined && next.closed === undefined) past.push(...textsOf(before))
      return next
    })
    return { ...listener, texts: () => [...past, ...textsOf(now())] }
  },

  // Who comes back asks for what was said before: there is nothing else to resume by.
  'quick room': async (who, room) => {
    const query = { name: 'Reader', room, history: '200' }
    const { now, ...listener } = await comingBack(() => Quick.join(who.url, query))
    return { ...listener, texts: () => now().lines.flatMap(({ text }) => text ?? []) }
  },

  'GraphQL socket': async (who, room) => {
    const texts: string[] = []
    const variables: Record<string, unknown> = { room }
    const { now: _, ...listener } = await comingBack(() => subscribe(who, variables, texts))
    return { ...listener, texts: () => texts }
  },

  stream: (who, room) =>
    stream(room, overHttp1(`${who.url}/api/v1/events`, { headers: bearer(who) })),

  'stream over HTTP/2': (who, room) =>
    stream(room, (id, hear, signal) => {
      const headers = { ...bearer(who), ...(id !== undefined && { 'last-event-id': id }) }
      return overHttp2(`${who.url}/api/v1/events`, { headers, signal }, hear)
    }),

  'GraphQL stream': (who, room) =>
    stream(
      room,
      overHttp1(`${who.url}/graphql`, {
        method: 'POST',
        headers: {
          ...bearer(who),
          accept: 'text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query: SUBSCRIPTION, variables: { room } }),
      }),
    ),

  'SDK by sockets': (who, room) => chat(who, room, {}),

  'SDK by streams': (who, room) => chat(who, room, { transport: sse }),
}

const bearer = ({ token }: Client) => ({ authorization: `Bearer ${token}` })

// biome-ignore lint/suspicious/noExplicitAny: a test looks at answers as they came
type Answer = any
const textOf = (told: Answer, room: string): string[] =>
  told.type === 'message.created' && told.log === room ? [told.message.text] : []
function textIn({ data }: Answer): string[] {
  const { message } = data?.roomEvents.event ?? {}
  return message === undefined ? [] : [message.text]
}

/** One connection: graphql-ws, left to come back by itself, leaves rejections that nobody handles. */
async function subscribe(
  { url, token }: Client,
  variables: Record<string, unknown>,
  texts: string[],
) {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  let isReady = false
  let closed: unknown
  const end = (why?: unknown) => {
    closed ??= why ?? 'complete'
  }
  const next = (answer: Answer) => {
    isReady = true
    texts.push(...textIn(answer))
    variables['after'] = answer.data?.roomEvents.after
  }
  client.subscribe({ query: SUBSCRIPTION, variables }, { next, error: end, complete: end })
  await waitFor(() => isReady || closed !== undefined)
  return {
    get closed() {
      return closed
    },
    close: () => void client.dispose(),
  }
}

async function stream(room: string, open: Open): Promise<Listener> {
  const texts: string[] = []
  let isReady = false
  const close = openEventSource(open, ({ event, data }) => {
    isReady ||= event === 'ready' || event === 'next'
    if (event === 'next') texts.push(...textIn(JSON.parse(data ?? '')))
    else if (event === undefined && data !== undefined)
      texts.push(...textOf(JSON.parse(data), room))
  })
  await waitFor(() => isReady)
  return { texts: () => texts, close }
}

async function chat(
  { url, token }: Client,
  room: string,
  more: Partial<ChatOptions>,
): Promise<Listener> {
  const texts: string[] = []
  const chat = createChat({ url: `${url}/`, token: () => token, ...more })
  chat.on('message.created', (told) => texts.push(...textOf(told, room)))
  await waitFor(() => chat.status.state === 'live')
  return { texts: () => texts, close: () => chat.close() }
}

type Closing = { readonly closed: unknown; readonly close: () => void }

/** Opens another one whenever it has closed. */
async function comingBack<C extends Closing>(open: (before?: C) => Promise<C>) {
  let returns = 0
  let isOver = false
  let one = await open()
  const run = async () => {
    while (!isOver) {
      await Bun.sleep(AGAIN_MS)
      if (isOver || one.closed === undefined) continue
      const next = await open(one).catch(() => undefined)
      if (next === undefined || next.closed !== undefined) continue
      returns++
      one = next
    }
    one.close()
  }
  void run()
  const close = () => {
    isOver = true
  }
  return { now: () => one, returns: () => returns, close }
}
