import { expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Client, texts } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

async function guest(url: string, name: string): Promise<Client> {
  const body = JSON.stringify({ name })
  const made = await (await fetch(`${url}/api/v1/guests`, { method: 'POST', body })).json()
  return new Client(url, made.token, made.user.id)
}

const as = async (url: string, id: string) =>
  new Client(url, await token({ sub: id, name: id }), id)

test('[DUR-1] kill -9 at any moment loses no acknowledged message, and a retry makes no second one', async () => {
  await using server = await ownProcess()
  await server.start()
  const ana = await as(server.url, 'ana')
  const room = await ana.room()
  const acknowledged = new Map<string, number>()
  const texts: string[] = []

  for (let round = 0; round < 4; round++) {
    const sending = Array.from({ length: 8 }, async (_, lane) => {
      for (let i = 0; i < 1000; i++) {
        const clientId = `${round}-${lane}-${i}`
        texts.push(clientId)
        const message = await ana.send(room.id, clientId, { clientId }).catch(() => undefined)
        if (message === undefined) return
        acknowledged.set(clientId, message.seq)
      }
    })
    const enough = acknowledged.size + 60
    await waitFor(() => acknowledged.size > enough)
    await server.kill()
    await Promise.all(sending)
    await server.start()
    // What was under way is sent again: it was stored or it was not, and now it is, once.
    for (const clientId of texts) {
      const known = acknowledged.get(clientId)
      const { seq } = await ana.send(room.id, clientId, { clientId })
      if (known !== undefined) expect(seq).toBe(known)
      acknowledged.set(clientId, seq)
    }
  }

  const history = []
  for (;;) {
    const after = history.at(-1)?.seq ?? 0
    const page = await ana.history(room.id, `?after=${after}&limit=200`)
    if (page.length === 0) break
    history.push(...page)
  }
  expect(history.map((m) => m.text).toSorted()).toEqual(texts.toSorted())
  expect(history.map((m) => m.seq)).toEqual(history.map((_, i) => room.seq + 1 + i))
  for (const { text, seq } of history) expect(acknowledged.get(text)).toBe(seq)
}, 60_000)

test('[LIV-1] SIGTERM finishes what was begun, tells everyone to come back, and exits 0', async () => {
  await using server = await ownProcess()
  const child = await server.start()
  const ana = await as(server.url, 'ana')
  const room = await ana.room()
  const [socket, stream] = [await ana.socket(), await ana.stream()]
  for (let i = 0; i < 40; i++)
    void socket
      .command('messages.send', { room: room.id, text: `${i}`, clientId: `${i}` })
      .catch(() => 0)
  const begun = performance.now()
  child.kill('SIGTERM')

  expect(await socket.ends()).toEqual({ code: 4503, reason: 'unavailable' })
  expect(await child.exited).toBe(0)
  expect(performance.now() - begun).toBeLessThan(10_000)
  await waitFor(() => stream.ended)
  expect(stream.said.at(-1)).toMatchObject({ event: 'close' })

  await server.start()
  const stored = (await ana.history(room.id)).map((m) => m.text)
  const acknowledged = socket.frames.filter((f) => f.type === 'result').map((f) => f.result.text)
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged)
  const back = await ana.socket({
    cursor: stream.ready?.id?.split(',')[0],
    received: { [room.id]: room.seq },
  })
  expect(texts(back.events)).toEqual(stored)
})

test('[LIV-2] it says where to open it and where the data is; secrets are for its owner’s eyes', async () => {
  await using server = await ownProcess({ PARLANCE_JWT_SECRET: '' })
  const child = await server.start()
  const ana = await as(server.url, 'ana')
  expect((await ana.call('GET', '/me')).status).toBe(401) // the secret is another one
  if (DATABASE !== 'sqlite') {
    // There they are in the database, for all nodes alike: with a token of ours the next one lets in.
    const { token: word } = await guest(server.url, 'Ana')
    child.kill('SIGTERM')
    expect(await new Response(child.stdout).text()).toContain(`http://localhost:${server.port}`)
    await server.start()
    expect((await new Client(server.url, word, '').call('GET', '/me')).status).toBe(200)
    return
  }
  const secrets = join(server.data, 'secrets.json')
  expect(statSync(secrets).mode & 0o777).toBe(0o600)
  const made = await Bun.file(secrets).json()
  const own = new Client(
    server.url,
    await token({ sub: 'ana', name: 'Ana' }, made.jwtSecret),
    'ana',
  )
  expect((await own.call('GET', '/me')).status).toBe(200)
  child.kill('SIGTERM')
  const said = await new Response(child.stdout).text()
  expect(said).toContain(`http://localhost:${server.port}`)
  expect(said).toContain(server.data)
  await server.start()
  expect((await own.call('GET', '/me')).status).toBe(200)
})

test('[LIV-3] a setting that cannot be used is one line that says which, and exit code 2', async () => {
  const cases: [Record<string, string>, string][] = [
    [{ PARLANCE_PORT: 'many' }, 'PARLANCE_PORT'],
    [{ PARLANCE_JWT_SECRET: 'short' }, 'PARLANCE_JWT_SECRET'],
    [{ PARLANCE_GUESTS: 'perhaps' }, 'PARLANCE_GUESTS'],
    [{ PARLANCE_TRUSTED_PROXIES: '127.0.0.1, proxy.example' }, 'PARLANCE_TRUSTED_PROXIES: must be'],
    [{ PARLANCE_TRUSTED_PROXIES: '10.0.0.0/33' }, 'PARLANCE_TRUSTED_PROXIES: must be'],
  ]
  for (const [settings, says] of cases) {
    await using server = await ownProcess(settings)
    const child = await server.start()
    expect(await child.exited).toBe(2)
    const error = await new Response(child.stderr).text()
    expect(error).toContain(says)
    expect(error).not.toContain('    at ')
  }
})

test('[LIV-4] a port that is in use is said so', async () => {
  await using first = await ownProcess()
  await first.start()
  await using second = await ownProcess({ PARLANCE_PORT: `${first.port}` })
  const child = await second.start()
  expect(await child.exited).toBe(2)
  expect(await new Response(child.stderr).text()).toContain('PARLANCE_PORT')
})

test('[LIV-5] logs are JSON, and no token, ticket or secret stands in them', async () => {
  await using server = await ownProcess({ PARLANCE_LOG_LEVEL: 'debug' })
  const child = await server.start()
  const ana = await as(server.url, 'ana')
  await ana.socket()
  const { ticket } = await ana.ask('POST', '/tickets')
  await fetch(`${server.url}/api/v1/events?ticket=${ticket}x`)
  await new Client(server.url, `${ana.token}x`, '').call('GET', '/me')
  await ana.call('POST', '/rooms', '{"nonsense"')
  child.kill('SIGTERM')
  const lines = (await new Response(child.stderr).text()).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).msg)).toContain('started')
  const all = lines.join('\n')
  const kept = Bun.file(join(server.data, 'secrets.json'))
  const secret = (await kept.exists()) ? [(await kept.json()).secret] : []
  for (const hidden of [ana.token, ana.token.split('.')[2] ?? '', ticket, ...secret])
    expect(all).not.toContain(hidden)
})

test('[LIV-6] a guest whose last connection has closed leaves the lobby, and the others hear it', async () => {
  await using server = await ownProcess()
  await server.start()
  const { room } = await (await fetch(`${server.url}/api/v1/lobby`)).json()
  const [ana, ben] = [await guest(server.url, 'Ana'), await guest(server.url, 'Ben')]
  const hers = await ana.socket()
  const his = await ben.socket()
  await ana.ask('PUT', `/rooms/${room}/members/me`)
  await ben.ask('PUT', `/rooms/${room}/members/me`)
  his.close()
  const left = await waitFor(() => hers.events.find((e) => e.type === 'member.left'))
  expect(left).toMatchObject({ user: { id: ben.id, name: 'Ben' } })
  expect((await ana.ask('GET', `/rooms/${room}/members`)).members).toHaveLength(1)
})
