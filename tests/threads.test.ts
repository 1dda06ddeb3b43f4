import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room('group', ben, cleo)
  const root = await ana.send(room.id, 'shall we?')
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    root,
    thread: (who: Client, id = root.id) => who.ask('GET', `/rooms/${room.id}/threads/${id}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[THR-1] what is said in a thread stands below its root, and in the room only where it says so', async () => {
  await using at = await setUp()
  const socket = await at.cleo.socket()
  const first = await at.ben.send(at.room.id, 'yes', { thread: at.root.id })
  const second = await at.cleo.send(at.room.id, 'no', { thread: at.root.id, inRoom: true })
  expect((await at.ana.history(at.room.id)).map((m) => m.text)).toEqual(['shall we?', 'no'])
  const below = await at.ana.history(at.room.id, `?thread=${at.root.id}`)
  expect(below).toEqual([first, second])
  expect(await at.ana.history(at.room.id, `?thread=${at.root.id}&after=${first.seq}`)).toEqual([
    second,
  ])
  const [root] = await at.ana.history(at.room.id)
  expect(root?.replies).toEqual({ count: 2, lastSeq: second.seq, lastAt: second.createdAt })
  const received = await socket.hears(at.room.id, 2)
  expect(received).toMatchObject([
    { message: first, root: { id: at.root.id, seq: at.root.seq, replies: { count: 1 } } },
    { message: second, root: { replies: { count: 2 } } },
  ])
})

test('[THR-2] who speaks in a thread follows it, who began it, too, and others as they like', async () => {
  await using at = await setUp()
  const own = await at.ana.socket()
  await at.ben.send(at.room.id, 'yes', { thread: at.root.id })
  expect(await own.hears(`user:${at.ana.id}`, 1)).toMatchObject([
    { type: 'thread.updated', room: at.room.id, thread: at.root.id, following: true, readSeq: 0 },
  ])
  const follows = async (who: Client) =>
    (await who.ask('GET', '/threads')).threads.map((t: { root: { id: string } }) => t.root.id)
  expect(await follows(at.ana)).toEqual([at.root.id])
  expect(await follows(at.ben)).toEqual([at.root.id])
  expect(await follows(at.cleo)).toEqual([])
  const follow = `/rooms/${at.room.id}/threads/${at.root.id}/follow`
  expect(await at.cleo.ask('PUT', follow)).toMatchObject({ following: true, unread: 1 })
  expect(await follows(at.cleo)).toEqual([at.root.id])
  await at.ana.ask('DELETE', follow)
  await at.ben.send(at.room.id, 'still', { thread: at.root.id })
  expect(await follows(at.ana)).toEqual([]) // following again is hers to say
})

test('[THR-3] a thread has its own read pointer, and is nobody’s unread in the room', async () => {
  await using at = await setUp()
  const first = await at.ben.send(at.room.id, '1', { thread: at.root.id })
  const second = await at.ben.send(at.room.id, '2', { thread: at.root.id })
  expect(await at.thread(at.ana)).toMatchObject({ unread: 2, readSeq: 0 })
  const [mine] = (await at.ana.ask('GET', '/rooms')).rooms
  expect(mine.unread).toBe(0)
  const read = `/rooms/${at.room.id}/threads/${at.root.id}/read`
  expect(await at.ana.ask('PUT', read, { seq: first.seq })).toEqual({
    readSeq: first.seq,
    unread: 1,
  })
  const code = async (seq: number) => (await at.ana.call('PUT', read, { seq })).body.code
  expect(await code(first.seq - 1)).toBe('read_behind')
  expect(await code(second.seq + 1000)).toBe('read_ahead')
  const { threads } = await at.ana.ask('GET', '/threads')
  expect(threads).toMatchObject([{ readSeq: first.seq, unread: 1, following: true }])
})

test('[THR-4] a thread has one level, lives in its own room, and not below what was deleted', async () => {
  await using at = await setUp()
  const reply = await at.ben.send(at.room.id, 'yes', { thread: at.root.id })
  const send = async (who: Client, room: string, thread: string) =>
    (await who.call('POST', `/rooms/${room}/messages`, { text: 'x', thread })).body.code
  expect(await send(at.ana, at.room.id, reply.id)).toBe('invalid_input')
  const elsewhere = await at.ana.room()
  expect(await send(at.ana, elsewhere.id, at.root.id)).toBe('not_found')
  await at.ana.ask('DELETE', `/rooms/${at.room.id}/messages/${at.root.id}`)
  expect(await send(at.ben, at.room.id, at.root.id)).toBe('deleted')
})

test('[THR-5] a reply that is deleted, or back again, is counted so', async () => {
  await using at = await setUp()
  const reply = await at.ben.send(at.room.id, 'yes', { thread: at.root.id })
  const socket = await at.ana.socket()
  const path = `/rooms/${at.room.id}/messages/${reply.id}`
  await at.ben.ask('DELETE', path)
  await at.ben.ask('POST', `${path}/restore`)
  expect(await socket.hears(at.room.id, 2)).toMatchObject([
    { type: 'message.deleted', root: { replies: { count: 0 } } },
    { type: 'message.updated', root: { replies: { count: 1 } } },
  ])
  expect((await at.thread(at.ana)).root.replies.count).toBe(1)
})

test('[THR-6] my threads come in pages, the latest active first', async () => {
  await using at = await setUp()
  const roots = [at.root]
  for (const n of [1, 2, 3, 4]) roots.push(await at.ana.send(at.room.id, `root ${n}`))
  for (const root of roots) await at.ben.send(at.room.id, 'reply', { thread: root.id })
  const seen: string[] = []
  for (let after = ''; ; ) {
    const { threads, next } = await at.ben.ask('GET', `/threads?limit=2${after}`)
    seen.push(...threads.map((t: { root: { id: string } }) => t.root.id))
    if (next === undefined) break
    after = `&after=${encodeURIComponent(next)}`
  }
  expect(seen).toEqual(roots.map(({ id }) => id).reverse())
  expect((await at.ben.call('GET', '/threads?after=nonsense')).body.code).toBe('invalid_input')
})
