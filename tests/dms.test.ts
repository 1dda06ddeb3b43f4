import { expect, test } from 'bun:test'
import { codes, strangers } from './support/consent.ts'
import { addToManyRooms } from './support/many-rooms.ts'
import { waitFor } from './support/wait.ts'

test('[REQ-8] anyone leaves a dm; only they bring themselves back, or accept a request', async () => {
  await using at = await strangers()
  const { ana, ben } = at
  const room = await at.accepted(ana, ben)
  const mine = `/rooms/${room}/members/me`
  await ana.send(room, 'hello')
  const sockets = [await ana.socket(), await ben.socket()] as const
  await ben.ask('DELETE', mine)
  for (const socket of sockets)
    expect(await socket.hears(room, 1)).toMatchObject([
      { type: 'member.left', user: { id: ben.id }, by: { id: ben.id }, memberCount: 1 },
    ])
  // What Ana sends reaches nobody, so it is refused; she cannot bring Ben back, even where they meet.
  await at.meet(ana, ben)
  const said = await ana.call('POST', `/rooms/${room}/messages`, { text: 'still there?' })
  const added = await ana.call('PUT', `/rooms/${room}/members/${ben.id}`)
  expect(codes(said, added, await at.dm(ana, ben))).toEqual([
    'dm_over',
    'forbidden',
    'consent_required',
  ])
  expect((await ana.history(room)).map(({ text }) => text)).toEqual(['hello'])
  expect((await ben.call('GET', `/rooms/${room}`)).body.code).toBe('not_found')
  // Ben starts it again.
  const again = await at.dm(ben, ana)
  expect([again.status, again.body.id, again.body.memberCount]).toEqual([200, room, 2])
  await ana.send(room, 'you are back')
  expect((await ben.history(room)).map(({ text }) => text)).toEqual(['hello', 'you are back'])
  // Ben leaves once more, and accepts a request this time.
  await ben.ask('DELETE', mine)
  expect(await at.accepted(ana, ben)).toBe(room)
  await ana.send(room, 'and again')
  // Both leave: nobody is in it, and neither brings the other back.
  for (const who of [ana, ben]) await who.ask('DELETE', mine)
  expect((await at.dm(ana, ben)).body.code).toBe('consent_required')
  expect(await at.accepted(ben, ana)).toBe(room)
})

test('[REQ-8] after leaving their dm two users without a common room are strangers again', async () => {
  await using at = await strangers()
  const { ana, ben } = at
  const room = await at.accepted(ana, ben)
  expect((await at.group(ana, ben)).status).toBe(201)
  for (const { id } of (await ben.ask('GET', '/rooms')).rooms)
    await ben.ask('DELETE', `/rooms/${id}/members/me`)
  expect((await at.group(ana, ben)).body.code).toBe('consent_required')
  // The app may bring back both.
  const members = [{ user: ana.id }, { user: ben.id }]
  const dm = await at.app.call('POST', '/rooms', { type: 'dm', members })
  expect([dm.status, dm.body.id, dm.body.memberCount]).toEqual([200, room, 2])
})

test('[REQ-9] rooms to which others add a user leave the user room for their own', async () => {
  await using at = await strangers({ PARLANCE_REQUESTS: 'off' })
  const { ana, ben, cleo, app } = at
  await addToManyRooms(app, ben)
  expect((await at.group(ana, ben)).body.code).toBe('too_many_rooms')
  expect((await at.dm(ana, ben)).body.code).toBe('too_many_rooms')
  // Ben himself does as he likes: he creates, joins, begins a dm, accepts a request, and leaves.
  const lobby = `/rooms/${at.server.lobby}/members/me`
  expect(codes(await at.group(ben), await ben.call('PUT', lobby), await at.dm(ben, ana))).toEqual([
    201, 200, 201,
  ])
  expect(await at.accepted(cleo, ben)).toStartWith('room_')
  expect((await ben.call('DELETE', lobby)).status).toBe(204)
}, 60_000)

test('[RCP-7] a hidden room is not listed until it has a new message, and on every device', async () => {
  await using at = await strangers()
  const { ana, ben } = at
  const room = await at.accepted(ana, ben)
  const other = (await at.group(ben)).body.id
  const { seq } = await ana.send(room, 'hello')
  const listed = async (query = '') =>
    (await ben.ask('GET', `/rooms${query}`)).rooms.map(({ id }: { id: string }) => id)
  const socket = await ben.socket()
  const path = `/rooms/${room}/preferences`
  expect(await ben.ask('PATCH', path, { hiddenSeq: seq })).toMatchObject({ hiddenSeq: seq })
  const hidden = { notify: 'all', favourite: false, receipts: 'public', hiddenSeq: seq }
  expect(await socket.hears(`user:${ben.id}`, 1)).toMatchObject([
    { type: 'preferences.updated', room, preferences: hidden },
  ])
  expect(await listed()).toEqual([other])
  expect((await listed('?hidden=true')).toSorted()).toEqual([room, other].toSorted())
  expect(await listed(`?id=${room}`)).toEqual([room])
  expect((await at.app.ask('GET', `/rooms?user=${ben.id}`)).rooms).toHaveLength(2)
  // Ben still receives its events. Only a message in the room shows it again: no edit, no reply in a thread.
  const [first] = await ana.history(room)
  await ana.ask('PATCH', `/rooms/${room}/messages/${first?.id}`, { text: 'edited' })
  await ana.send(room, 'a reply', { thread: first?.id })
  await waitFor(() =>
    socket.events.some(({ type, log }) => type === 'message.created' && log === room),
  )
  expect(await listed()).toEqual([other])
  await ana.send(room, 'anew')
  expect(await listed()).toEqual([room, other])
  // Hiding up to a seq that has passed hides nothing; null shows the room; none lies ahead.
  await ben.ask('PATCH', path, { hiddenSeq: seq })
  expect(await listed()).toHaveLength(2)
  expect((await ben.call('PATCH', path, { hiddenSeq: 10_000 })).body.code).toBe('read_ahead')
  const { seq: end } = await ben.ask('GET', `/rooms/${room}`)
  await ben.ask('PATCH', path, { hiddenSeq: end })
  expect(await listed()).toEqual([other])
  expect(await ben.ask('PATCH', path, { hiddenSeq: null })).not.toHaveProperty('hiddenSeq')
  expect(await listed()).toHaveLength(2)
  // A user who comes back sees the room.
  await ben.ask('PATCH', path, { hiddenSeq: end })
  await ben.ask('DELETE', `/rooms/${room}/members/me`)
  await at.dm(ben, ana)
  expect((await listed()).toSorted()).toEqual([room, other].toSorted())
})
