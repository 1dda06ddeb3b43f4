import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeOf } from './support/backups.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { freshDatabase, run } from './support/database.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { smtp } from './support/smtp.ts'

let server: Parlance
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

type Finding = { readonly check: string; readonly state: string; readonly says: string }

/** What the doctor finds by each check. */
async function found(settings: Readonly<Record<string, string>> = {}, ...args: string[]) {
  const { code, stdout } = await commandLine(['doctor', '--json', ...args], {
    ...settingsOf(server),
    ...settings,
  })
  const findings = JSON.parse(stdout) as Finding[]
  expect(code).toBe(findings.some(({ state }) => state === 'fault') ? 1 : 0)
  return Object.fromEntries(findings.map(({ check, state, says }) => [check, `${state}: ${says}`]))
}

type Harm = {
  /** The headers that go to the server. */
  readonly there?: (headers: Headers) => void
  readonly back?: (answer: Response) => Response | Promise<Response>
}

/** A proxy in front of the server that knows no WebSocket. */
function proxy({ there = () => undefined, back = (answer) => answer }: Harm) {
  const it = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const headers = new Headers(request.headers)
      // Like a proxy that was not told about WebSockets.
      for (const name of ['upgrade', 'connection']) headers.delete(name)
      there(headers)
      const answer = await fetch(`${server.url}${pathname}${search}`, {
        method: request.method,
        headers,
        signal: request.signal,
      })
      return back(new Response(answer.body, answer))
    },
  })
  return {
    settings: { PARLANCE_URL: `http://127.0.0.1:${it.port}` },
    [Symbol.asyncDispose]: () => it.stop(true),
  }
}

async function tcp(onData: (text: string) => string, greeting = '') {
  const it: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (greeting !== '') socket.write(greeting)
    socket.on('data', (data) => socket.write(onData(`${data}`)))
  })
  return { port: await listening(it), [Symbol.dispose]: () => void it.close() }
}

async function listening(it: Server): Promise<number> {
  await new Promise<void>((resolve) => it.listen(0, '127.0.0.1', resolve))
  const address = it.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('[CMD-11] the doctor finds nothing wrong with a server that is well', async () => {
  await using mail = await smtp()
  const findings = await found({
    ...mail.settings,
    ...(process.env['TEST_REDIS_URL'] && { PARLANCE_REDIS_URL: process.env['TEST_REDIS_URL'] }),
    PARLANCE_URL: '',
  })
  for (const check of [
    'address',
    'clock',
    'WebSocket',
    'SSE',
    'database',
    'disk',
    'files',
    'limits',
  ])
    expect([check, findings[check]]).toEqual([check, expect.stringMatching(/^ok: /)])
})

test('[CMD-11] a proxy that passes no upgrade, buffers, has another clock, or is not trusted', async () => {
  await using it = proxy({
    back: async (answer) => {
      if (answer.headers.get('content-type')?.includes('event-stream'))
        return new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }))
      const changed = new Response(answer.body, answer)
      changed.headers.set('date', new Date(Date.now() - 300_000).toUTCString())
      return changed
    },
  })
  expect(await found(it.settings)).toMatchObject({
    address: expect.stringMatching(/^ok: /),
    WebSocket: expect.stringMatching(/^fault: it does not open: let the proxy pass .*Upgrade/),
    SSE: expect.stringMatching(/^fault: nothing arrives in 3 s: switch off buffering/),
    clock: expect.stringMatching(/^fault: it is (?:299|300|301) s behind .* run NTP/),
    proxy: expect.stringMatching(/^fault: PARLANCE_TRUSTED_PROXIES is not set/),
  })
})

test('[CMD-11] a proxy that removes Authorization, one that leads elsewhere, and none', async () => {
  await using deaf = proxy({ there: (headers) => headers.delete('authorization') })
  await using elsewhere = proxy({ back: () => new Response('Welcome to nginx', { status: 404 }) })
  const [a, b, c] = await Promise.all([
    found(deaf.settings),
    found(elsewhere.settings),
    found({ PARLANCE_URL: 'http://127.0.0.1:9' }),
  ])
  expect(a?.['SSE']).toMatch(/^fault: the stream does not open \(401\): .*Authorization/)
  expect(b?.['address']).toMatch(/^fault: .* answers 404, but it is not Parlance/)
  expect(c?.['address']).toMatch(/^fault: .*check DNS, the certificate, the proxy/)
})

test('[CMD-11] a proxy that cuts quiet connections, if the doctor is asked to wait', async () => {
  const cutting = createServer((client) => {
    const there = connect(Number(new URL(server.url).port), '127.0.0.1')
    client.setTimeout(1000, () => client.destroy())
    client.on('error', () => undefined).on('close', () => there.destroy())
    there.on('error', () => undefined).on('close', () => client.destroy())
    client.pipe(there).pipe(client)
  })
  const port = await listening(cutting)
  const settings = { PARLANCE_URL: `http://127.0.0.1:${port}` }
  const [cut, whole, unasked] = await Promise.all([
    found(settings, '--wait', '30'),
    found({ PARLANCE_URL: '' }, '--wait', '2'),
    found(settings),
  ])
  expect(cut?.['quiet connections']).toMatch(
    /^fault: the (?:WebSocket|stream) is cut after 1 s without data: set the timeout of the proxy .* 60 s or more/,
  )
  expect(whole?.['quiet connections']).toBe('ok: a WebSocket and a stream stay open for 2 s')
  expect(unasked?.['quiet connections']).toBeUndefined()
  cutting.close()
})

test('[CMD-11] a mail server that refuses the password, one that is silent or away, and a Redis that is away', async () => {
  const answer = (text: string) =>
    text.startsWith('EHLO') ? '250-test\r\n250 AUTH PLAIN\r\n' : '535 wrong\r\n'
  using refusing = await tcp(answer, '220 test ESMTP\r\n')
  using silent = await tcp(() => '')
  const mail = { PARLANCE_MAIL_FROM: 'a@example.org', PARLANCE_URL: server.url }
  const at = (port: number) => ({
    ...mail,
    PARLANCE_SMTP_URL: `smtp://ana:wrong@127.0.0.1:${port}`,
  })
  const [a, b, c] = await Promise.all([
    found(at(refusing.port)),
    found(at(silent.port)),
    found({ ...at(9), PARLANCE_REDIS_URL: 'redis://127.0.0.1:9' }),
  ])
  expect(a?.['mail']).toMatch(/^fault: PARLANCE_SMTP_URL: .* refuses the user or the password/)
  expect(b?.['mail']).toMatch(/^fault: PARLANCE_SMTP_URL: .*check the host and the port/)
  expect(c?.['mail']).toMatch(/^fault: PARLANCE_SMTP_URL: .*check the host and the port/)
  expect(c?.['bus']).toMatch(/^fault: PARLANCE_REDIS_URL: .*check the address and the password/)
})

test('[CMD-11] a database that is away or silent, secrets that others can read, and few open files', async () => {
  const away = await found({ PARLANCE_DATABASE_URL: 'postgres://127.0.0.1:9/none' })
  expect(away['database']).toMatch(/^fault: PARLANCE_DATABASE_URL: .*check the address/)
  using silent = await tcp(() => '')
  for (const kind of ['postgres', 'mariadb']) {
    const quiet = await found({ PARLANCE_DATABASE_URL: `${kind}://a:b@127.0.0.1:${silent.port}/x` })
    expect(quiet['database']).toMatch(
      /^fault: PARLANCE_DATABASE_URL: .*check (?:its load|the address)/,
    )
    // The other checks are still there.
    expect(quiet['address']).toMatch(/^ok: /)
  }
  const { PARLANCE_DATA: data = '' } = settingsOf(server)
  const secrets = join(data, 'secrets.json')
  if (existsSync(secrets)) {
    chmodSync(secrets, 0o644)
    expect((await found())['files']).toMatch(
      /^fault: .* can be read by others \(644\): run chmod 600/,
    )
    chmodSync(secrets, 0o600)
  }
  chmodSync(data, 0o777)
  expect((await found())['files']).toMatch(
    /^fault: .* can be changed by others \(777\): run chmod 700/,
  )
  chmodSync(data, 0o700)
  expect(onMachine('ulimit -n 512')['limits']).toMatch(/^fault: only 512 files .*ulimit -n 65536/)
})

test('[CMD-11] an address that only leads elsewhere, a certificate that nobody trusts, a Redis that wants a password, and one that is silent', async () => {
  const leading = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ url }) => Response.redirect(url.replace('http:', 'https:'), 301),
  })
  // One answer to each command: a command is an array (*).
  using guarded = await tcp((text) =>
    '-NOAUTH Authentication required.\r\n'.repeat(text.match(/^\*/gm)?.length ?? 0),
  )
  using silent = await tcp(() => '')
  const [a, b, c, d] = await Promise.all([
    found({ PARLANCE_URL: `http://127.0.0.1:${leading.port}` }),
    // No TLS at all, which fails like a wrong certificate.
    found({ PARLANCE_URL: server.url.replace('http:', 'https:') }),
    found({ PARLANCE_REDIS_URL: `redis://127.0.0.1:${guarded.port}` }),
    found({ PARLANCE_REDIS_URL: `redis://127.0.0.1:${silent.port}` }),
  ])
  await leading.stop(true)
  expect(a?.['address']).toMatch(/^fault: .* only leads to https:.*: set PARLANCE_URL/)
  expect(b?.['address']).toMatch(/^fault: .*check DNS, the certificate, the proxy/)
  expect(d?.['bus']).toMatch(/^fault: PARLANCE_REDIS_URL: .*check the address/)
  expect(c?.['bus']).toMatch(/^fault: PARLANCE_REDIS_URL: .*NOAUTH.*the address and the password/)
})

test('[CMD-11] a folder without a database, a damaged one, and one that was not migrated', async () => {
  const data = mkdtempSync(join(tmpdir(), 'parlance-doctor-'))
  try {
    const databaseOf = async () =>
      (await found({ PARLANCE_DATA: data, PARLANCE_DATABASE_URL: '' }))['database']
    expect(await databaseOf()).toMatch(
      /^fault: PARLANCE_DATA: there is no database .*check the folder/,
    )
    const file = join(data, 'parlance.sqlite')
    writeFileSync(file, 'damaged '.repeat(2000))
    expect(await databaseOf()).toMatch(/^fault: PARLANCE_DATA: .*not a database.*restore a backup/)
    rmSync(file)
    new Database(file, { create: true }).close()
    expect(await databaseOf()).toMatch(/^fault: \d+ migrations are missing: run `parlance migrate`/)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})

// Also in the run on SQLite: the doctor reads the settings of the server alone.
test.skipIf(process.env['TEST_POSTGRES_URL'] === undefined)(
  '[CMD-11] a database that acknowledges before it has stored',
  async () => {
    const { url, drop } = await freshDatabase(undefined, 'postgres')
    const set = `alter database "${new URL(url).pathname.slice(1)}" set synchronous_commit = off`
    await run('postgres', url, set)
    expect((await found({ PARLANCE_DATABASE_URL: url }))['database settings']).toMatch(
      /^fault: synchronous_commit is off, .*: set it to on/,
    )
    await drop()
  },
)

const MOUNT = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=4m tmpfs /mnt']
const canMount = Bun.spawnSync(MOUNT).success
test.skipIf(!canMount)('[CMD-11] a disk that is nearly full', () => {
  const fill = 'mount -t tmpfs -o size=4m tmpfs "$PARLANCE_DATA"; head -c 4100000 /dev/zero'
  const findings = onMachine(`${fill} > "$PARLANCE_DATA/full"`)
  expect(findings['disk']).toMatch(/^fault: only 0\.0 GB are free .*free some space/)
})

/** What the doctor finds in a process of its own, after a command of the shell. */
function onMachine(before: string): Record<string, string> {
  const data = mkdtempSync(join(tmpdir(), 'parlance-doctor-'))
  const program = join(import.meta.dir, '../bin/parlance.ts')
  const { stdout } = Bun.spawnSync(
    [
      ...(canMount ? ['unshare', '--mount'] : []),
      ...['sh', '-c', `${before}; exec "$@"`, 'sh', process.execPath, program, 'doctor', '--json'],
    ],
    { env: { ...process.env, ...placeOf({ data, url: '' }), PARLANCE_PORT: '9' } },
  )
  rmSync(data, { recursive: true, force: true })
  const findings = JSON.parse(`${stdout}`) as Finding[]
  return Object.fromEntries(findings.map(({ check, state, says }) => [check, `${state}: ${says}`]))
}
