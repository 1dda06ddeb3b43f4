import { expect, test } from 'bun:test'
import { DATABASE, freshDatabase } from './support/database.ts'
import { PARAMETERS, PGBOUNCER, pgbouncer } from './support/pgbouncer.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { startOnce } from './support/start.ts'
import { waitFor } from './support/wait.ts'

const REDIS = process.env['TEST_REDIS_URL'] ?? ''
const scheme = DATABASE === 'postgres' ? 'postgres' : 'mariadb'
/** Between two words at which a start is cut off, once it is signed in: each start migrates a database. */
const STEP = process.env['TEST_LONG'] === '1' ? 70 : 210

async function refusedWith(url: string): Promise<string> {
  await using server = await ownProcess({ PARLANCE_DATABASE_URL: url })
  const child = await server.start()
  expect(await child.exited).toBe(2)
  const said = await new Response(child.stderr).text()
  expect(said.trim().split('\n')).toHaveLength(1)
  expect(said).toStartWith('PARLANCE_DATABASE_URL: ')
  return said
}

test('[DAT-1] a URL that is none, or of no database of ours, is one line and exit code 2', async () => {
  for (const url of ['nonsense', 'mongodb://localhost/x', 'postgres://localhost:5432'])
    expect(await refusedWith(url)).toMatch(/postgres:\/\/|name the database/)
})

if (DATABASE !== 'sqlite') {
  test('[DAT-2] a server that is not there, a wrong password and a missing database are said', async () => {
    const { url, drop } = await freshDatabase()
    const [gone, stranger, elsewhere] = [new URL(url), new URL(url), new URL(url)]
    gone.port = '1'
    stranger.username = 'nobody-of-this-name'
    stranger.password = 'a-secret-password'
    elsewhere.pathname = '/no_such_database'
    expect(await refusedWith(gone.href)).toContain('is the database running')
    const let_in = await refusedWith(stranger.href)
    expect(let_in).toContain(
      scheme === 'postgres' ? 'nobody-of-this-name' : 'check user and password',
    )
    expect(let_in).not.toContain('a-secret-password')
    expect(await refusedWith(elsewhere.href)).toContain('create it first')
    await drop()
  })

  test('[DAT-3] ten processes may start at once on an empty database', async () => {
    const { url, drop } = await freshDatabase()
    const servers = await Promise.all(
      Array.from({ length: 10 }, () =>
        ownProcess({ PARLANCE_DATABASE_URL: url, PARLANCE_REDIS_URL: REDIS }),
      ),
    )
    const children = await Promise.all(servers.map((server) => server.start()))
    for (const server of servers)
      await waitFor(async () => (await fetch(`${server.url}/api/health`)).ok)
    expect(children.map((child) => child.exitCode)).toEqual(children.map(() => null))
    const lobbies = await Promise.all(
      servers.map(async (server) => (await fetch(`${server.url}/api/v1/lobby`)).text()),
    )
    expect(new Set(lobbies).size).toBe(1)
    for (const server of servers) await server[Symbol.asyncDispose]()
    await drop()
  }, 60_000)

  test('[DAT-8] a server that resets the connection during the start is one line', async () => {
    const codes = new Set<number>()
    // From the first word of the server's to one after which the start is through.
    for (let nth = 1; nth < 700; nth += nth < 8 ? 1 : STEP) {
      const { url, drop } = await freshDatabase()
      const address = new URL(url)
      await using proxy = await TcpProxy.open(Number(address.port))
      address.port = `${proxy.port}`
      let words = 0
      proxy.truncate((way) => way === 'back' && ++words === nth)
      const { code, stderr } = await startOnce({ env: { PARLANCE_DATABASE_URL: address.href } })
      codes.add(code)
      const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
      const isOneLine = expect.stringMatching(/^PARLANCE_DATABASE_URL: /)
      expect(lines).toEqual(code === 0 ? [] : [isOneLine])
      await drop()
    }
    expect([...codes].sort()).toEqual([0, 2])
  }, 120_000)
}

if (DATABASE === 'postgres')
  test.skipIf(!PGBOUNCER)(
    '[DAT-9] PgBouncer is told what to set, and taken once it gives each connection a session',
    async () => {
      const { url, drop } = await freshDatabase()
      const cases: [settings: string, code: number, says: RegExp][] = [
        ['pool_mode = session', 2, /: PgBouncer refuses .*ignore_startup_parameters = /],
        [
          `pool_mode = transaction\nignore_startup_parameters = ${PARAMETERS}`,
          2,
          /pool_mode = session/,
        ],
        [`pool_mode = session\nignore_startup_parameters = ${PARAMETERS}`, 0, /started/],
      ]
      for (const [settings, wanted, says] of cases) {
        await using pooler = await pgbouncer(new URL(url), settings)
        const { code, stderr } = await startOnce({ env: { PARLANCE_DATABASE_URL: pooler.url } })
        expect(stderr).toMatch(says)
        expect(stderr).not.toContain('\n    at ')
        expect(code).toBe(wanted)
      }
      await drop()
    },
    60_000,
  )
