import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RoomId, SYSTEM, type UserId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { Refusal } from '../protocol/refusals.ts'
import { emptyTrash } from '../server/domain/messages/empty-trash.ts'
import type { Tx } from '../server/domain/ports.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { SqlStore } from '../server/store/store.ts'
import { query } from '../server/store/tables/statement.ts'
import { freshDatabase } from './support/database.ts'

async function store() {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-store-'))
  const { url, drop } = await freshDatabase()
  const told: CommittedEvent[] = []
  const opened = new SqlStore(await openDatabase({ databaseUrl: url, data: folder }), {
    cursorSecret: 'x'.repeat(32),
    onCommit: (events) => told.push(...events),
    onError: (error) => {
      throw error
    },
  })
  const ana = await opened.write((tx) =>
    tx.users.create({ id: 'ana' as UserId, name: 'Ana', kind: 'person' }),
  )
  const by = { id: ana.id, name: ana.name }
  const room = await opened.write(async (tx) => {
    const made = await tx.rooms.create({ type: 'group', name: 'Room', data: undefined }, by)
    await tx.members.add(made, ana, 'owner', by)
    return made
  })
  const say = (text: string) => ({
    room: room.id,
    sender: by,
    text,
    data: undefined,
    replyTo: undefined,
    clientId: undefined,
  })
  return {
    store: opened,
    told,
    room,
    say,
    ana,
    [Symbol.asyncDispose]: async () => {
      await opened.close()
      await drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test('[TRU-3] work that throws after it wrote is undone alone; its neighbours in the commit stand', async () => {
  await using at = await store()
  const before = at.told.length
  const write = (text: string, throws: boolean) =>
    at.store.write(async (tx) => {
      const message = await tx.messages.create(at.say(text))
      if (throws) throw new Refusal('forbidden')
      return message.seq
    })
  const all = await Promise.allSettled([
    write('a', false),
    write('gone', true),
    write('b', false),
    write('gone too', true),
    write('c', false),
  ])
  expect(all.map((r) => r.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(all.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []))).toEqual([3, 4, 5])
  const messages = await at.store.read((reader) =>
    reader.messages.list(at.room.id, { limit: 10, from: 1, viewer: SYSTEM }),
  )
  expect(messages.map((m) => m.text)).toEqual(['a', 'b', 'c'])
  expect(at.told.slice(before).map((e) => e.seq)).toEqual([3, 4, 5])
})

test('[TRU-3] work that is undone stops what runs beside it: nothing of it is stored outside a transaction', async () => {
  await using at = await store()
  const before = at.told.length
  const write = (text: string, steps: number, throws: boolean) =>
    at.store.write(async (tx) => {
      const seqs: number[] = []
      for (let n = 0; n < steps; n++) seqs.push((await tx.messages.create(at.say(text))).seq)
      if (throws) throw new Refusal('forbidden')
      return seqs
    }, [])
  const all = await Promise.allSettled([write('gone', 1, true), write('kept', 5, false)])
  expect(all.map((r) => r.status)).toEqual(['rejected', 'fulfilled'])
  const messages = await at.store.read((reader) =>
    reader.messages.list(at.room.id, { limit: 20, from: 1, viewer: SYSTEM }),
  )
  expect(messages.map(({ text }) => text)).toEqual(Array.from({ length: 5 }, () => 'kept'))
  expect(at.told.slice(before).map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7])
  expect(messages.map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7])
})

test('[TRU-4] nothing is told before its commit, and everything is told after it', async () => {
  await using at = await store()
  const before = at.told.length
  await at.store.write(async (tx) => {
    await tx.messages.create(at.say('one'))
    await tx.messages.create(at.say('two'))
    expect(at.told.length).toBe(before)
  })
  expect(at.told.length).toBe(before + 2)
})

test('[TRU-5] a reader sees one moment, and nothing that is not committed', async () => {
  await using at = await store()
  const seen: number[] = []
  const count = async () =>
    (
      await at.store.read((reader) =>
        reader.messages.list(at.room.id, { limit: 10, from: 1, viewer: SYSTEM }),
      )
    ).length
  const wrote = at.store.write(async (tx) => {
    await tx.messages.create(at.say('not yet'))
    seen.push(await count())
  })
  await wrote
  seen.push(await count())
  expect(seen).toEqual([0, 1])
})

test('[ERA-2] nobody receives the text of a deleted room’s messages, also before they are erased', async () => {
  await using at = await store()
  const [first] = await at.store.write(async (tx) => {
    const first = await tx.messages.create(at.say('a-secret-word'))
    await tx.messages.create({ ...at.say('an-answer'), replyTo: first.id }, first)
    await tx.messages.create(at.say('a-secret-word'))
    return [first]
  })
  const room = await at.store.read((reader) => reader.rooms.get(at.room.id))
  if (room === undefined) throw new Error('no room')
  await at.store.write((tx) => tx.rooms.delete(room, { id: at.ana.id, name: 'Ana' }))
  const messages = () =>
    at.store.read((reader) => reader.messages.list(room.id, { limit: 10, from: 1, viewer: SYSTEM }))
  const before = await messages()
  expect(before.map((m) => [m.text, m.deletedAt !== undefined])).toEqual(
    Array.from({ length: 3 }, () => ['', true]),
  )
  expect(JSON.stringify(before)).not.toContain('secret')
  expect(await at.store.read((reader) => reader.rooms.get(room.id))).toBeUndefined()
  // Two strides for the messages, and one that finds nothing else.
  const stride = (after: number) => at.store.write((tx) => tx.rooms.erase(room.id, after, 2))
  const second = await stride(0)
  expect(second).toBe((first?.seq ?? 0) + 1)
  const third = await stride(second ?? 0)
  expect(await stride(third ?? 0)).toBeUndefined()
  expect(await messages()).toEqual(before)
})

test('[ERA-1] what its author deleted waits a minute in one place, and then stands nowhere any more', async () => {
  await using at = await store()
  const deleted = (ms: number) =>
    at.store.write(async (tx) => {
      const said = await tx.messages.create(at.say('a-secret-word'))
      await tx.messages.delete(said, said.sender, tx.now + ms)
      return said
    })
  const [waits, over] = [await deleted(60_000), await deleted(0)]
  await emptyTrash(at.store)
  const hasTrash = (ms: number) =>
    at.store.read((reader) => reader.messages.hasTrash(reader.now + ms))
  expect([await hasTrash(0), await hasTrash(60_000)]).toEqual([false, true])
  const restored = await at.store.write((tx) => tx.messages.restore(over, 0))
  expect(restored).toBeUndefined()
  expect(await at.store.write((tx) => tx.messages.restore(waits, tx.now))).toBeDefined()
})

test('[WAL-5] a transaction locks several rooms in one call, in the order of their ids; to lock a lower one later fails', async () => {
  await using at = await store()
  const by = { id: at.ana.id, name: at.ana.name }
  const other = await at.store.write((tx) => tx.rooms.create({ type: 'group', name: 'Other' }, by))
  const [low, high] = [at.room.id, other.id].sort() as [RoomId, RoomId]
  const standings = (tx: Tx, rooms: readonly RoomId[]) =>
    rooms.reduce(async (before: Promise<unknown>, room) => {
      await before
      return tx.rooms.standing(room, by.id)
    }, Promise.resolve())
  await expect(at.store.write((tx) => standings(tx, [high, low]))).rejects.toThrow('too late')
  await at.store.write((tx) => standings(tx, [low, high]))
  const locked = await at.store.write(async (tx) => {
    const rooms = await tx.rooms.lock([high, low, high])
    await standings(tx, [high, low])
    return rooms
  })
  expect(locked).toEqual([low, high])
  // Writes that share a commit are apart.
  await Promise.all([high, low].map((room) => at.store.write((tx) => standings(tx, [room]))))
})

test('[WAL-4] a query whose text depends on a value fails when it is built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-store-'))
  const { url, drop } = await freshDatabase()
  const database = await openDatabase({ databaseUrl: url, data: folder })
  type Args = { readonly id: string }
  const user = (build: (a: Args) => string) =>
    query((db, a: Args) =>
      db
        .selectFrom('users')
        .selectAll()
        .where('id', '=', build(a) as UserId),
    )
  const run = (each: ReturnType<typeof user>) =>
    database.read((session) => session.first(each, { id: 'ana' }))
  const depending = {
    'a branch': user((a) => (a.id === 'ana' ? a.id : 'ben')),
    'a text': user((a) => `${a.id}!`),
    'a property': user((a) => a.id.slice(0, 3)),
    JSON: user((a) => JSON.stringify(a.id)),
    'a test for the argument': user((a) => ('id' in a ? 'ana' : 'ben')),
    'a copy of all arguments': user((a) => ({ ...a }).id),
  }
  for (const [name, each] of Object.entries(depending))
    expect(await run(each).then(String, String), name).toContain('the text of a query depends on')
  expect(await run(user((a) => a.id))).toBeUndefined()
  await database.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})
