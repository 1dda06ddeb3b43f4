import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { waitFor } from './support/wait.ts'

let server: Parlance
let ana: Client
let room: string
beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
  room = (await ana.room()).id
})
afterAll(() => server[Symbol.asyncDispose]())

const bytes = (text: string) => new TextEncoder().encode(text).length

test('[REF-8] nothing that is refused shows a stack, SQL or the input itself', async () => {
  const planted = 'planted-word-in-the-input'
  const answers = await Promise.all([
    ana.call('POST', `/rooms/${room}/messages`, `{"${planted}"`),
    ana.call('POST', `/rooms/${room}/messages`, { text: 'x', clientId: `${planted} ` }),
    ana.call('GET', `/rooms/${planted}`),
  ])
  for (const { status, body } of answers) {
    expect(status).toBe(400)
    expect(JSON.stringify(body)).not.toMatch(/planted|select|\.ts:|at Object/)
  }
})

test('[REF-15] a body that is encoded is refused, and says how it is taken', async () => {
  const gzip = Bun.gzipSync(JSON.stringify({ name: 'Ana' }))
  for (const path of ['/api/v1/guests', '/graphql']) {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: gzip })
    expect(answer.status).toBe(415)
    expect(answer.headers.get('accept-encoding')).toBe('identity')
    expect(await answer.text()).toContain('unsupported_encoding')
  }
  const plain = { 'content-encoding': 'identity' }
  const init = { method: 'POST', headers: plain, body: JSON.stringify({ name: 'Ana' }) }
  expect((await fetch(`${server.url}/api/v1/guests`, init)).status).toBe(201)
})

test('[REF-16] a byte order mark before JSON is overlooked, on every transport', async () => {
  const mark = '\ufeff'
  expect((await ana.call('POST', `/rooms/${room}/messages`, `${mark}{"text":"x"}`)).status).toBe(
    201,
  )
  const json = { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' }
  const body = `${mark}{"query":"{ viewer { id } }"}`
  const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers: json, body })
  expect((await answer.json()).data.viewer.id).toBe(ana.id)
  const input = JSON.stringify({ name: 'A room', type: 'group' })
  expect((await server.backend().call('POST', '/rooms', mark + input)).status).toBe(201)
  const socket = await Socket.connect(server.url)
  socket.say(`${mark}${JSON.stringify({ type: 'hello', token: ana.token })}`)
  socket.say(`${mark}{"type":"command","id":1,"name":"me.get"}`)
  await waitFor(() => socket.frames.some(({ id }) => id === 1) || socket.closed)
  expect(socket.frames.find(({ id }) => id === 1)?.result.id).toBe(ana.id)
  socket.close()
})

test('[REF-17] a frame of a command may leave out its input', async () => {
  const socket = await ana.socket()
  socket.say({ type: 'command', id: 1, name: 'me.get' })
  socket.say({ type: 'command', id: 2, name: 'messages.send' })
  await waitFor(() => socket.frames.some(({ id }) => id === 2) || socket.closed)
  expect(socket.frames.find(({ id }) => id === 1)?.result.id).toBe(ana.id)
  expect(socket.frames.find(({ id }) => id === 2)?.error.code).toBe('invalid_input')
  socket.close()
})

test('[REF-23] a body of a GET or DELETE is refused, so that none of its fields is ignored', async () => {
  const { id } = await ana.room()
  const answer = await ana.call('DELETE', `/rooms/${id}`, { forGood: true })
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  expect(answer.body.detail).toBe('DELETE has no body: send its fields in the query')
  // Chunks of an unknown length, too; an empty body is none.
  const authorization = `Bearer ${ana.token}`
  const url = `${server.url}/api/v1/rooms/${id}`
  for (const [text, status] of [
    ['{}', 400],
    ['', 204],
  ] as const) {
    const body = new Blob([text]).stream()
    const init = { method: 'DELETE', headers: { authorization }, body }
    expect((await fetch(url, init)).status).toBe(status)
  }
})

test('[REF-24] a command has an address with its name, to which the whole input is posted', async () => {
  const app = server.backend()
  const post = (name: string, input?: object) => ana.call('POST', `/commands/${name}`, input)
  const { id } = await ana.room()
  const renamed = await post('rooms.update', { room: id, name: 'By its name' })
  expect(renamed).toMatchObject({ status: 200, body: { id, name: 'By its name' } })
  expect(await post('rooms.get', { room: id })).toEqual(await ana.call('GET', `/rooms/${id}`))
  expect((await post('messages.send', { room: id, text: 'x' })).status).toBe(201)
  expect((await post('me.get')).body.id).toBe(ana.id)
  expect((await post('rooms.delete', { room: id })).status).toBe(204)
  expect((await post('me.get', { command: 'me.get' })).status).toBe(400)
  const unknown = { status: 404, body: { code: 'unknown_command' } }
  expect(await post('rooms.explode', {})).toMatchObject(unknown)
  expect(
    await app.call('POST', '/commands/users.create', { id: 'by-name', name: 'N' }),
  ).toMatchObject({
    status: 201,
    body: { id: 'by-name' },
  })
  expect(await app.call('POST', '/commands/rooms.explode', {})).toMatchObject(unknown)
})

test('[REF-9] text of exactly 16 KiB is taken', async () => {
  const text = 'é'.repeat(8 * 1024)
  expect(bytes(text)).toBe(16 * 1024)
  expect((await ana.send(room, text)).text).toBe(text)
})
