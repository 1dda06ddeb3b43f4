import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { graphql } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'

const LARGE = 'x'.repeat(16 * 1024)
/** Requests that one user sends at once, each with an answer of over half a megabyte. */
const AT_ONCE = 24

const PAGE = 'query ($room: ID!) { messages(room: $room, last: 40) { nodes { text } } }'
const expensive: Record<string, (client: Client, room: string) => Promise<unknown>> = {
  REST: (client, room) => client.call('GET', `/rooms/${room}/messages?limit=40`),
  GraphQL: (client, room) => graphql(client, PAGE, { room }),
}

for (const [transport, read] of Object.entries(expensive))
  test(`[FLO-9] others do not wait for all that one user requests at once over ${transport}`, async () => {
    await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '1000' })
    const [eve, ben] = [await server.user('Eve'), await server.user('Ben')]
    const room = await eve.room()
    for (let i = 0; i < 40; i++) await eve.send(room.id, LARGE)
    const answered: string[] = []
    const noted = (name: string, answer: Promise<unknown>) => answer.then(() => answered.push(name))
    await noted('eve', read(eve, room.id))
    const all = Array.from({ length: AT_ONCE }, () => noted('eve', read(eve, room.id)))
    all.push(noted('ben', ben.call('GET', '/me')))
    await Promise.all(all)
    // Sent last, and answered before most of the others.
    expect(answered.indexOf('ben')).toBeLessThan(AT_ONCE / 2)
  })

const unknown: Record<string, RequestInit> = {
  'without a token': {},
  'with a token that is none': { headers: { authorization: 'Bearer none' } },
  'with a body': { method: 'POST', body: JSON.stringify({ text: 'x'.repeat(300_000) }) },
}

for (const [what, init] of Object.entries(unknown))
  test(`[FLO-10] requests ${what} are limited by their address, and those of a user are not`, async () => {
    await using server = await parlance({ PARLANCE_ADDRESS_PER_SECOND: '0.1' })
    const ana = await server.user('Ana')
    const path = init.method === undefined ? 'me' : 'rooms/room_00000000000000000000000000/messages'
    const codes: string[] = []
    for (let i = 0; i < 40; i++) {
      const response = await fetch(`${ana.url}/api/v1/${path}`, init)
      codes.push(((await response.json()) as { code: string }).code)
    }
    expect(['unauthenticated', 'invalid_token']).toContain(codes[0] ?? '')
    expect(codes.at(-1)).toBe('rate_limited')
    expect((await ana.call('GET', '/me')).status).toBe(200)
  })
