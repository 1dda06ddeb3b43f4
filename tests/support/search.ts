import type { Message, SearchHit } from '../../protocol/entities.ts'
import type { Client } from './client.ts'
import { parlance } from './parlance.ts'
import { waitFor } from './wait.ts'

type Page = { found: SearchHit[]; next?: string }

export const search = (who: Client, q: string, more = ''): Promise<Page> =>
  who.ask('GET', `/search?q=${encodeURIComponent(q)}${more}`)
export const texts = async (who: Client, q: string, more = ''): Promise<string[]> =>
  (await search(who, q, more)).found.map(({ message }) => message.text)
/** What is said can be found a moment later. */
export const finds = (who: Client, q: string, count: number): Promise<string[]> =>
  waitFor(async () => {
    const found = await texts(who, q, '&limit=200')
    return found.length === count && found
  })

/** Ana and Ben in a room; `says` waits until the last of it can be found. */
export async function talk() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const says = async (...lines: string[]): Promise<Message[]> => {
    const said: Message[] = []
    for (const line of lines) said.push(await ana.send(room.id, line))
    await waitFor(
      async () => (await search(ana, `in:${room.id}`)).found[0]?.message.text === lines.at(-1),
    )
    return said
  }
  return {
    server,
    ana,
    ben,
    room,
    says,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
