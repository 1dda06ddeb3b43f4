import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'

const path = (message: { room: string; id: string }) =>
  `/rooms/${message.room}/messages/${message.id}`

async function setUp() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  return { server, ana, ben, room, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('[EDT-1] an edit is received by all, raises the version, and keeps how it was before', async () => {
  await using at = await setUp()
  const socket = await at.ben.socket()
  const said = await at.ana.send(at.room.id, 'helo', { data: { a: 1 } })
  expect(said.version).toBe(1)
  const edited = await at.ana.ask('PATCH', path(said), { text: 'hello' })
  expect(edited).toMatchObject({ id: said.id, seq: said.seq, version: 2, text: 'hello' })
  expect(edited.data).toEqual({ a: 1 })
  const [, received] = await socket.hears(at.room.id, 2)
  expect(received).toMatchObject({ type: 'message.updated', message: edited })
  await at.ana.ask('PATCH', path(said), { text: 'hello!', data: { a: 2 } })
  const { versions } = await at.ben.ask('GET', `${path(said)}/versions`)
  expect(versions).toMatchObject([
    { version: 1, text: 'helo', data: { a: 1 }, at: said.createdAt },
    { version: 2, text: 'hello', data: { a: 1 } },
  ])
  const page = await at.ben.ask('GET', `${path(said)}/versions?after=1&limit=1`)
  expect(page.versions).toMatchObject([{ version: 2 }])
  expect(await at.ben.ask('GET', path(said))).toMatchObject({ text: 'hello!', version: 3 })
  expect((await at.ana.history(at.room.id)).map((m) => m.text)).toEqual(['hello!'])
})

test('[EDT-1] of many earlier versions the latest are kept, and no others', async () => {
  await using server = await parlance({ PARLANCE_VERSIONS_PER_MESSAGE: '2' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  const said = await ana.send(room.id, 'text 1')
  const at = `/rooms/${room.id}/messages/${said.id}`
  const versions = async () =>
    (await ana.ask('GET', `${at}/versions`)).versions.map(({ text }: { text: string }) => text)
  for (let i = 2; i <= 3; i++) await ana.ask('PATCH', at, { text: `text ${i}` })
  expect(await versions()).toEqual(['text 1', 'text 2'])
  for (let i = 4; i <= 6; i++) await ana.ask('PATCH', at, { text: `text ${i}` })
  expect(await versions()).toEqual(['text 4', 'text 5'])
  expect(await ana.ask('GET', at)).toMatchObject({ text: 'text 6', version: 6 })
})

test('[EDT-2] of two edits of the same version one is refused, and an edit that changes nothing says nothing', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const said = await at.ana.send(at.room.id, 'x')
  const tries = await Promise.all(
    ['one', 'two'].map((text) => at.ana.call('PATCH', path(said), { text, version: 1 })),
  )
  expect(tries.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(tries.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'edit_conflict' })
  const now = await at.ana.ask('GET', path(said))
  expect(now.version).toBe(2)
  await at.ana.ask('PATCH', path(said), { text: now.text })
  await at.ana.send(at.room.id, 'last')
  const received = await socket.hears(at.room.id, 3)
  expect(received.map((e) => e.type)).toEqual([
    'message.created',
    'message.updated',
    'message.created',
  ])
})

test('[EDT-3] only its author edits a message; its author and the staff delete it', async () => {
  await using at = await setUp()
  const [hers, his] = [await at.ana.send(at.room.id, 'a'), await at.ben.send(at.room.id, 'b')]
  expect((await at.ana.call('PATCH', path(his), { text: 'x' })).body).toMatchObject({
    code: 'forbidden',
  })
  expect((await at.ben.call('DELETE', path(hers))).body).toMatchObject({ code: 'forbidden' })
  await at.ana.ask('DELETE', path(his)) // she owns the room
  expect((await at.ben.call('PATCH', path(his), { text: 'x' })).body).toMatchObject({
    code: 'deleted',
  })
  const after = await at.ben.history(at.room.id)
  expect(after.map((m) => m.text)).toEqual(['a', ''])
})

test('[EDT-4] a deleted message keeps its place and loses everything it said, everywhere', async () => {
  await using at = await setUp()
  const before = await at.ben.socket()
  const said = await at.ana.send(at.room.id, 'a secret', { data: { s: 'secret' } })
  await at.ana.ask('PATCH', path(said), { text: 'still a secret' })
  const reply = await at.ben.send(at.room.id, 'what?', { replyTo: said.id })
  await at.ben.ask('PUT', `${path(said)}/reactions/${encodeURIComponent('👍')}`)
  await at.ana.ask('PUT', `/rooms/${at.room.id}/pins/${said.id}`)
  await at.ana.ask('DELETE', path(said))
  await at.ana.ask('DELETE', path(said)) // once more changes nothing
  const last = await at.ana.send(at.room.id, 'last')

  const received = await before.hears(at.room.id, last.seq - at.room.seq)
  const deleted = received.filter((e) => e.type === 'message.deleted')
  expect(deleted).toMatchObject([{ message: { id: said.id, text: '' }, by: { id: at.ana.id } }])
  const back = await at.ben.socket({ cursor: before.ready.cursor })
  await back.hears(at.room.id, received.length)
  const told = [
    back.events,
    await at.ben.history(at.room.id),
    await at.ben.ask('GET', path(said)),
    await at.ben.ask('GET', `${path(said)}/versions`),
    await at.ben.ask('GET', `${path(said)}/reactions`),
    await at.ben.ask('GET', `/rooms/${at.room.id}/pins`),
    await at.ben.ask('GET', '/rooms'),
  ]
  expect(JSON.stringify(told)).not.toContain('secret')
  expect(await at.ben.ask('GET', path(reply))).toMatchObject({
    quote: { id: said.id, sender: { id: at.ana.id }, deletedAt: expect.any(String) },
  })
  expect((await at.ana.call('GET', `/rooms/${at.room.id}/pins`)).body).toEqual({ messages: [] })
})

test('[EDT-5] its author takes a deletion back within the minute; what the staff deleted stays so', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const said = await at.ben.send(at.room.id, 'hasty')
  await at.ben.ask('DELETE', path(said))
  const back = await at.ben.ask('POST', `${path(said)}/restore`)
  expect(back).toMatchObject({ text: 'hasty', version: 2 })
  expect(back.deletedAt).toBeUndefined()
  expect((await socket.hears(at.room.id, 3)).at(-1)).toMatchObject({
    type: 'message.updated',
    message: { text: 'hasty', version: 2 },
  })
  expect(await at.ben.ask('POST', `${path(said)}/restore`)).toEqual(back)
  expect((await at.ana.call('POST', `${path(said)}/restore`)).status).toBe(403)
  await at.ana.ask('DELETE', path(said))
  expect((await at.ben.call('POST', `${path(said)}/restore`)).body).toMatchObject({
    code: 'too_late',
  })
})

test('[EDT-6] a reply quotes what it answers, as it is now; what is of another room is not there', async () => {
  await using at = await setUp()
  const said = await at.ana.send(at.room.id, `${'é'.repeat(250)}`)
  const reply = await at.ben.send(at.room.id, 'so long', { replyTo: said.id })
  const quote = { id: said.id, seq: said.seq, sender: said.sender, text: 'é'.repeat(200) }
  expect(reply.quote).toEqual(quote)
  expect(await at.ana.ask('GET', path(reply))).toEqual(reply)
  await at.ana.ask('PATCH', path(said), { text: 'short' })
  expect((await at.ana.history(at.room.id))[1]?.quote).toEqual({ ...quote, text: 'short' })
  const elsewhere = await at.ana.room()
  const refused = await at.ana.call('POST', `/rooms/${elsewhere.id}/messages`, {
    text: 'x',
    replyTo: said.id,
  })
  expect([refused.status, refused.body.code]).toEqual([404, 'not_found'])
})

test('[EDT-7] a silent message and a system message are nobody’s unread; only the staff say what happened', async () => {
  await using at = await setUp()
  await at.ana.send(at.room.id, 'psst', { silent: true })
  await at.ana.send(at.room.id, 'Ana turned the heating on', { system: true })
  await at.ana.send(at.room.id, 'hello')
  const [mine] = (await at.ben.ask('GET', '/rooms')).rooms
  expect(mine.unread).toBe(1)
  const history = await at.ben.history(at.room.id)
  expect(history.map(({ silent, system }) => [silent, system])).toEqual([
    [true, undefined],
    [undefined, true],
    [undefined, undefined],
  ])
  const refused = await at.ben.call('POST', `/rooms/${at.room.id}/messages`, {
    text: 'I am the system',
    system: true,
  })
  expect(refused.body.code).toBe('forbidden')
})
