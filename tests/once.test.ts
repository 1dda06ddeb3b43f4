import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'

test('[ONC-1] the same clientId gives the same message back, over any door, and is heard once', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  const path = `/rooms/${room.id}/messages`

  const first = await ana.call('POST', path, { text: 'hello', clientId: 'c-1' })
  const again = await ana.call('POST', path, { text: 'hello', clientId: 'c-1' })
  const bySocket = await socket.command('messages.send', {
    room: room.id,
    text: 'other',
    clientId: 'c-1',
  })
  expect([first.status, again.status]).toEqual([201, 200])
  expect(again.body).toEqual(first.body)
  expect(bySocket).toEqual(first.body)

  await ana.send(room.id, 'after', { clientId: 'c-2' })
  await socket.hears(room.id, 2)
  expect(texts(socket.events)).toEqual(['hello', 'after'])
})

test('[ONC-2] twenty retries at once make one message', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const path = `/rooms/${room.id}/messages`
  const tries = Array.from({ length: 20 }, () =>
    ana.call('POST', path, { text: 'x', clientId: 'same' }),
  )
  const answers = await Promise.all(tries)
  expect(answers.filter((a) => a.status === 201)).toHaveLength(1)
  expect(new Set(answers.map((a) => a.body.id)).size).toBe(1)
  expect(await ana.history(room.id)).toHaveLength(1)
})

test('[ONC-3] a clientId is its sender’s own: another sender’s, or another room’s, is another message', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const other = await ana.room()
  const sent = await Promise.all([
    ana.send(room.id, 'a', { clientId: 'c' }),
    ben.send(room.id, 'b', { clientId: 'c' }),
    ana.send(other.id, 'c', { clientId: 'c' }),
  ])
  expect(new Set(sent.map((m) => m.id)).size).toBe(3)
})

test('[ONC-4] data comes back as it was sent, also in the log', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  const data = { n: 1.5, deep: [{ a: null }], ключ: '🎉', constructor: 'x' }
  const sent = await ana.send(room.id, '  kept as it is \n', { data })
  expect(sent.data).toEqual(data)
  expect(sent.text).toBe('  kept as it is \n')
  expect(await ana.history(room.id)).toEqual([sent])
  expect((await socket.hears(room.id, 1))[0]).toMatchObject({ message: { data } })
})
