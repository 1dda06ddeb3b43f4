import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { type Client, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import type { Frame } from './support/socket.ts'
import { waitFor } from './support/wait.ts'

test('[ONC-1] the same clientId gives the same message back, over any door, and is received once', async () => {
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

/** Raw JSON in `data`, on every way in that has one: what it says of it, and what is then there. */
const WAYS = {
  rest: (at: Place, data: string) => at.ana.call('POST', `/rooms/${at.room}/messages`, said(data)),
  socket: async (at: Place, data: string) => {
    const socket = await at.ana.socket()
    socket.say(
      `{"type":"command","id":7,"name":"messages.send","input":{"room":"${at.room}","text":"x","data":${data}}}`,
    )
    const { result, error } = await waitFor(
      () => socket.frames.find((f) => f.id === 7) ?? socket.closed,
    )
    socket.close()
    return { body: result ?? error }
  },
  'a variable': (at: Place, data: string) =>
    spoken(at, `mutation ($data: JSON) ${sending(at, '$data')}`, `{"data":${data}}`),
  'a GraphQL socket': async (at: Place, data: string) => {
    const ws = new WebSocket(`${at.ana.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const frames: Frame[] = []
    ws.onmessage = (frame) => frames.push(JSON.parse(String(frame.data)))
    const hears = (type: string) => waitFor(() => frames.find((frame) => frame.type === type))
    await waitFor(() => ws.readyState === WebSocket.OPEN)
    ws.send(`\ufeff{"type":"connection_init","payload":{"token":"${at.ana.token}"}}`)
    await hears('connection_ack')
    const query = JSON.stringify(`mutation ($data: JSON) ${sending(at, '$data')}`)
    const payload = `{"query":${query},"variables":{"data":${data}}}`
    ws.send(`{"id":"1","type":"subscribe","payload":${payload}}`)
    const answer = await hears('next')
    ws.close()
    return { body: saidIn(answer.payload) }
  },
  'a literal': (at: Place, data: string) =>
    spoken(at, `mutation ${sending(at, data.replace(/"(\w+)":/g, '$1:'))}`, '{}'),
  backend: (at: Place, data: string) =>
    at.app.call('POST', `/rooms/${at.room}/messages`, said(data)),
  batch: async (at: Place, data: string) => {
    const input = `{"room":"${at.room}","text":"x","data":${data}}`
    const { body } = await at.app.call(
      'POST',
      '/batch',
      `{"mode":"each","commands":[{"name":"messages.send","input":${input}}]}`,
    )
    return { body: body.results[0].result ?? body.results[0].error }
  },
}
type Place = { readonly room: string; readonly ana: Client; readonly app: Client }
const said = (data: string) => `{"text":"x","data":${data}}`
const sending = ({ room }: Place, data: string) =>
  `{ sendMessage(input: {room: "${room}", text: "x", data: ${data}}) { seq data } }`
async function spoken({ ana }: Place, query: string, variables: string) {
  const response = await fetch(`${ana.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  })
  return { body: saidIn(await response.json()) }
}
const saidIn = ({ data, errors }: Frame) =>
  data?.sendMessage ?? { ...errors[0].extensions, message: errors[0].message }

const KEPT = ['9007199254740991', '1.0', '-0.50', '1e2', '1E-7', '0.10000000000000001', '1e300']
const LOST = [
  '9007199254740993',
  '-1152921504606846976',
  '0.1234567890123456789',
  '1e400',
  '1e-400',
]

test('[ONC-6] a number that would not be kept is refused by its field, on every transport; others are kept', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const at = { ana, room: (await ana.room()).id, app: server.backend() }
  for (const [way, send] of Object.entries(WAYS)) {
    const kept = await send(at, `{"b":[${KEPT}],"a":{"c":${KEPT[0]}}}`)
    const asRead = { b: KEPT.map(Number), a: { c: Number(KEPT[0]) } }
    expect([way, kept.body.data]).toEqual([way, asRead])
    const [stored] = await ana.history(at.room, `?around=${kept.body.seq}&limit=1`)
    expect([way, JSON.stringify(stored?.data)]).toEqual([way, JSON.stringify(asRead)])
    for (const number of LOST) {
      const { body } = await send(at, `{"a":{"b":[1,${number}]}}`)
      expect([way, number, body.code]).toEqual([way, number, 'invalid_input'])
      expect(body.message ?? body.detail).toContain(
        'data.a must be a number that can be kept exactly',
      )
    }
  }
  for (const [path, field] of [
    ['/users', 'info'],
    ['/rooms', 'data'],
  ] as const) {
    const body = `{"id":"bo","name":"Bo","type":"group","${field}":{"id":${LOST[0]}}}`
    expect((await at.app.call('POST', path, body)).body.fields).toHaveProperty([`${field}.id`])
  }
})

test('[ONC-7] every key is kept; those that are whole numbers come first', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const at = { ana, room: (await ana.room()).id, app: server.backend() }
  for (const way of ['rest', 'socket', 'backend'] as const) {
    const { body } = await WAYS[way](at, '{"b":1,"10":2,"2":3,"a":4}')
    expect(JSON.stringify(body.data)).toBe('{"2":3,"10":2,"b":1,"a":4}')
  }
})

test('[ONC-5] requests in one packet get no answer, as known limits say, and repeated they are sent once', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const { id } = await ana.room()
  const body = (clientId: string) => JSON.stringify({ text: clientId, clientId })
  const request = (clientId: string) =>
    [
      `POST /api/v1/rooms/${id}/messages HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${ana.token}`,
      `Content-Length: ${body(clientId).length}`,
      '',
      body(clientId),
    ].join('\r\n')
  const ask = async (text: string, isWhole: (got: string) => boolean) => {
    let got = ''
    let isOver = false
    const tcp = connect(Number(new URL(server.url).port), '127.0.0.1', () => tcp.write(text))
    tcp.on('data', (data) => (got += data))
    tcp.on('close', () => (isOver = true))
    await waitFor(() => isOver || isWhole(got))
    tcp.destroy()
    return got
  }
  // One by itself is answered, so a probe that hears nothing hears of two in one packet.
  expect(await ask(request('zero'), (got) => got.includes('zero'))).toContain('201 Created')
  const both = await ask(request('one') + request('two'), (got) => got.includes('two'))
  // Where this is not empty any more, Bun has learned it: docs/known-limits.md loses a section.
  expect(both).toBe('')
  for (const clientId of ['one', 'two', 'one', 'two']) await ana.send(id, clientId, { clientId })
  const said = (await ana.history(id)).map(({ text }) => text)
  expect(said.toSorted()).toEqual(['one', 'two', 'zero'])
})
