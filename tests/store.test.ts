import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { Refusal } from '../protocol/refusals.ts'
import { emptyTrash } from '../server/domain/messages/empty-trash.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { SqlStore } from '../server/store/store.ts'
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
    reader.messages.list(at.room.id, { limit: 10, from: 1 }),
  )
  expect(messages.map((m) => m.text)).toEqual(['a', 'b', 'c'])
  expect(at.told.slice(before).map((e) => e.seq)).toEqual([3, 4, 5])
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
    (await at.store.read((reader) => reader.messages.list(at.room.id, { limit: 10, from: 1 })))
      .length
  const wrote = at.store.write(async (tx) => {
    await tx.messages.create(at.say('not yet'))
    seen.push(await count())
  })
  await wrote
  seen.push(await count())
  expect(seen).toEqual([0, 1])
})

test('[ERA-1] the text of a deleted room’s messages stands nowhere any more', async () => {
  await using at = await store()
  await at.store.write((tx) => tx.messages.create(at.say('a-secret-word')))
  const room = await at.store.read((reader) => reader.rooms.get(at.room.id))
  if (room === undefined) throw new Error('no room')
  await at.store.write((tx) => tx.rooms.delete(room, { id: at.ana.id, name: 'Ana' }))
  const messages = await at.store.read((reader) =>
    reader.messages.list(room.id, { limit: 10, from: 1 }),
  )
  expect(messages.map((m) => [m.text, m.deletedAt !== undefined])).toEqual([['', true]])
  expect(await at.store.read((reader) => reader.rooms.get(room.id))).toBeUndefined()
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
