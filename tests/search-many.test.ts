import { expect, test } from 'bun:test'
import type { SearchHit } from '../protocol/entities.ts'
import { type MessageId, newId, type RoomId, type UserId } from '../protocol/ids.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import * as queries from '../server/store/queries/queries.ts'
import { entryOf } from '../server/store/search/entry.ts'
import type { Client } from './support/client.ts'
import { PLAIN_MESSAGE } from './support/fields.ts'
import { type Parlance, parlance } from './support/parlance.ts'

// Enough that each way to look for something is taken: MariaDB looks at 50,000 messages of the caller's
// one by one, servers at the newest 2,000, and beyond 32 rooms or 64 the caller's are not in the question.
const BUSY = 51_000
const QUIET_ROOMS = 69
const IN_QUIET_ROOM = 50
const ALL = BUSY + QUIET_ROOMS * IN_QUIET_ROOM
const APART_MS = 10_000
const STEP = 2000

const WORDS = {
  often: (n: number) => n % 2 === 0,
  seldom: (n: number) => n % 300 === 7,
  rarely: (n: number) => n % 9000 === 11,
  once: (n: number) => n === 123,
}
type Word = keyof typeof WORDS
type Said = { readonly n: number; readonly room: RoomId; readonly at: number }

test('[SEA-8] among very many messages, too, pages hold each find once, the newest first', async () => {
  await using server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const busy = await cleo.room('group', ana, ben)
  const quiet = [await cleo.room('group', ben), await cleo.room('group', ben)]
  while (quiet.length < QUIET_ROOMS) quiet.push(await cleo.room())
  const said = await fill(
    server,
    cleo.id as UserId,
    [busy, ...quiet].map(({ id }) => id as RoomId),
  )

  const callers = [
    { who: ana, rooms: [busy] },
    { who: ben, rooms: [busy, ...quiet.slice(0, 2)] },
    { who: cleo, rooms: [busy, ...quiet] },
  ]
  for (const { who, rooms } of callers) {
    const theirs = new Set(rooms.map(({ id }) => id as RoomId))
    const expected = (word: Word, until = Number.MAX_SAFE_INTEGER) =>
      said.filter(({ n, room, at }) => theirs.has(room) && WORDS[word](n) && at < until)
    const texts = (some: readonly Said[]) => some.map(({ n, room }) => textOf(n, room)).reverse()

    for (const word of ['seldom', 'rarely', 'once'] as const)
      expect(await found(who, word)).toEqual(texts(expected(word)))
    expect(await found(who, 'often', 3)).toEqual(texts(expected('often').slice(-150)))
    const phrase = await found(who, '"seldom or often"')
    expect(phrase).toEqual(texts(expected('seldom').filter(({ n }) => WORDS.often(n))))

    const until = said[ALL / 2]?.at ?? 0
    const before = `before:${new Date(until).toISOString()}`
    expect(await found(who, `${before} rarely`)).toEqual(texts(expected('rarely', until)))
    expect(await found(who, `${before} often`, 2)).toEqual(
      texts(expected('often', until).slice(-100)),
    )
    expect(await found(who, `from:${cleo.id}`, 1)).toEqual(
      texts(said.filter(({ room }) => theirs.has(room)).slice(-50)),
    )
  }
})

/** All that is found, page by page, or so many pages. */
async function found(who: Client, q: string, pages = Number.POSITIVE_INFINITY): Promise<string[]> {
  const all: string[] = []
  let next: string | undefined
  for (let n = 0; n < pages; n++) {
    const after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`
    const path = `/search?q=${encodeURIComponent(q)}&order=date&limit=50${after}`
    const page: { found: SearchHit[]; next?: string } = await who.ask('GET', path)
    all.push(...page.found.map(({ message }) => message.text))
    next = page.next
    if (next === undefined) break
  }
  return all
}

function textOf(n: number, room: RoomId): string {
  const words = ['seldom', 'rarely', 'once'].filter((word) => WORDS[word as Word](n))
  return `${n} in ${room}: ${[...words, 'or', WORDS.often(n) ? 'often' : 'else'].join(' ')}`
}

/** Straight into the tables: through the doors it would take minutes. Most of it in the first room. */
async function fill(
  { place }: Parlance,
  sender: UserId,
  rooms: readonly RoomId[],
): Promise<readonly Said[]> {
  const begin = Date.now() - (ALL + 1) * APART_MS
  const every = Math.floor(ALL / (QUIET_ROOMS * IN_QUIET_ROOM))
  const said = Array.from({ length: ALL }, (_, n) => {
    const i = n % every === 0 ? 1 + ((n / every) % QUIET_ROOMS) : 0
    return { n, room: rooms[i] as RoomId, at: begin + n * APART_MS }
  })
  const database = await openDatabase({
    data: place.PARLANCE_DATA,
    databaseUrl: place.PARLANCE_DATABASE_URL,
  })
  for (let from = 0; from < ALL; from += STEP)
    await database.write(async (session) => {
      const some = said.slice(from, from + STEP)
      const now = Date.now()
      const seqs = await session.many(
        queries.takeSeq,
        some.map(({ room }) => ({ log: room, at: now })),
      )
      const rows = some.map(({ n, room, at }, i) => {
        const id = newId<MessageId>('msg', Date.now())
        const text = textOf(n, room)
        return { ...PLAIN_MESSAGE, room, seq: seqs[i]?.seq ?? 0, id, sender, text, created_at: at }
      })
      await session.many(queries.insertMessage, rows)
      await session.search.add(rows.map((row) => entryOf(row, row.seq, row.created_at)))
    })
  await database.close()
  return said
}
