import { expect, test } from 'bun:test'
import type { Message } from '../protocol/entities.ts'
import { newId } from '../protocol/ids.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { countRows, execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

/** A job of the deletion that waits until the test runs it. The deletion finds its unique key and adds no other. */
async function holdErasure({ place }: Parlance, room: string): Promise<string> {
  const id = newId<string>('job', Date.now())
  const columns = 'id, kind, body, due, tries, unique_key'
  const values = `'${id}', 'rooms.erase', '{"room":"${room}"}', 4000000000000, 0, 'rooms.erase:${room}'`
  await execute(
    place.PARLANCE_DATABASE_URL,
    [`insert into jobs (${columns}) values (${values})`],
    place.PARLANCE_DATA,
  )
  return id
}

const TABLES = ['versions', 'trash', 'reactions', 'pins', 'reads', 'followers', 'mentions']

test('[ERA-2] nobody receives anything of a deleted room, although its messages are erased later', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}`
  const { cursor } = (await ben.socket()).ready
  const root: Message = await ana.send(room.id, 'secret root', { data: { a: 'secret' } })
  await ben.send(room.id, 'secret reply', { thread: root.id })
  await ben.send(room.id, 'secret answer', { replyTo: root.id, mentions: { users: [ana.id] } })
  await ben.ask('PUT', `${path}/messages/${root.id}/reactions/👍`)
  await ana.ask('PUT', `${path}/pins/${root.id}`)
  await ana.ask('PATCH', `${path}/messages/${root.id}`, { text: 'secret again' })
  const gone = await ana.send(room.id, 'secret trash')
  await ana.ask('DELETE', `${path}/messages/${gone.id}`)
  await ben.ask('PUT', `${path}/read`, { seq: root.seq })
  const found = async () => (await ana.ask('GET', '/search?q=secret')).found.length
  await waitFor(async () => (await found()) === 3)

  const id = await holdErasure(server, room.id)
  await ana.ask('DELETE', path)
  const stored = () => storedIn(server, room.id)
  expect((await stored()).texts).toBe(3)
  expect(await found()).toBe(0)
  const back = await ben.socket({ cursor, received: { [room.id]: room.seq } })
  expect(back.events.map((e) => e.type)).toContain('message.created')
  expect(back.events.at(-1)?.type).toBe('room.deleted')
  for (const answer of [
    back.events,
    await ana.call('GET', `${path}/messages`),
    await app.call('GET', `${path}/messages`),
    await ana.call('GET', `/messages/${root.id}`),
    await ana.call('GET', '/mentions'),
    await ana.call('GET', '/threads'),
    await graphql(ana, `{ node(id: "${root.id}") { ... on Message { text } } }`),
  ])
    expect(JSON.stringify(answer)).not.toContain('secret')

  await app.ask('POST', `/jobs/${id}/retry`)
  await waitFor(async () => (await app.ask('GET', '/jobs?kind=rooms.erase')).jobs.length === 0)
  expect(await stored()).toEqual({ texts: 0, rows: TABLES.map((table) => `${table}: 0`) })
})

/** `reads` is a keyword of MariaDB. */
const quoted = (name: string) => (DATABASE === 'mariadb' ? `\`${name}\`` : name)

/** What the database has of a room: texts of messages, and rows of other tables. */
async function storedIn({ place }: Parlance, room: string) {
  const count = (table: string, more = '') => {
    const rows = `${quoted(table)} where room = '${room}'${more}`
    return countRows(place.PARLANCE_DATABASE_URL, rows, place.PARLANCE_DATA)
  }
  return {
    texts: await count('messages', " and text <> ''"),
    rows: await Promise.all(TABLES.map(async (table) => `${table}: ${await count(table)}`)),
  }
}
