import { expect, test } from 'bun:test'
import { LIMITS } from '../protocol/limits.ts'
import { createChat } from '../sdk/typescript/src/index.ts'
import { type Client, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { hears, stops, types, words } from './support/typing.ts'
import { waitFor } from './support/wait.ts'

test('[TYP-6] only who may speak types, and only in a room that has it; nobody types for another', async () => {
  await using server = await parlance()
  const [ana, ben, eve] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Eve'),
  ]
  const room = await ana.room('group', ben)
  const socket = await ana.socket()
  const code = async (who: Client, id: string) => (await types(who, id)).body?.code
  expect(await code(eve, room.id)).toBe('not_found')
  expect((await stops(eve, room.id)).body.code).toBe('not_found')
  expect(await code(ana, 'room_01m7xkrq5ze2nrca89e4rk7dj8')).toBe('not_found')
  expect(await code(eve, (await ana.room('public')).id)).toBe('forbidden')
  expect(await code(ana, (await ana.room('announcement')).id)).toBe('feature_off')
  const spoofed = await ben.call('PUT', `/rooms/${room.id}/typing`, { user: ana.id })
  expect(spoofed.body.code).toBe('invalid_input')
  await ana.ask('PATCH', `/rooms/${room.id}`, { readOnly: true })
  expect(await code(ben, room.id)).toBe('forbidden')
  await ana.ask('PATCH', `/rooms/${room.id}`, { features: { threads: false } })
  const said = await ana.send(room.id, 'said')
  expect((await types(ana, room.id, said.id)).body.code).toBe('feature_off')
  await ana.ask('PATCH', `/rooms/${room.id}`, { archived: true })
  expect(await code(ana, room.id)).toBe('archived')
  await ana.ask('PATCH', `/rooms/${room.id}`, { archived: false, readOnly: false })
  // Nothing of all that was received; what is allowed is.
  await types(ben, room.id)
  expect(await hears(socket, 1)).toEqual(['Ben …'])
})

test('[TYP-7] a room of more than 200 members is told nothing of it, and that is no refusal', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room('public')
  const joins = (who: Client) => who.ask('PUT', `/rooms/${room.id}/members/me`)
  const others = await Promise.all(
    Array.from({ length: LIMITS.liveMembers - 1 }, () => server.user('Other')),
  )
  for (let i = 0; i < others.length; i += 20) await Promise.all(others.slice(i, i + 20).map(joins))
  const socket = await ana.socket()
  await types(ana, room.id)
  await ana.send(room.id, 'the last one may come')
  expect(await hears(socket, 2)).toEqual(['Ana …', 'Ana .'])

  await joins(await server.user('Last'))
  expect((await types(ana, room.id)).status).toBe(204)
  await ana.send(room.id, 'nobody was told')
  await socket.hears(room.id, 3)
  expect(words(socket)).toHaveLength(2)
})

test('[TYP-8] what passes moves no cursor: it has no id, no seq, and nothing is missed for it', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const chat = createChat({ url: server.url, token: () => ana.token })
  const received: string[] = []
  const seen: string[] = []
  chat.on('*', (told) => void ('seq' in told && received.push(told.type)))
  chat.on('typing.started', ({ user }) => void seen.push(user.name))
  const stream = await ana.stream()
  const ready = stream.lastId
  await waitFor(() => chat.status.state === 'live')
  await types(ana, room.id)
  await hears(stream, 1)
  await waitFor(() => seen.length === 1)
  expect(stream.lastId).toBe(ready as string)
  expect(stream.said.at(-1)).toEqual({ data: expect.stringContaining('typing.started') })

  chat.drop()
  stream.close()
  await ana.send(room.id, 'said meanwhile')
  const back = await ana.stream(stream.lastId)
  expect(texts(await back.hears(room.id, 1))).toEqual(['said meanwhile'])
  await waitFor(() => received.length > 0)
  await ana.send(room.id, 'and after')
  await waitFor(() => received.length > 1)
  expect(received).toEqual(['message.created', 'message.created'])
  chat.close()
})
