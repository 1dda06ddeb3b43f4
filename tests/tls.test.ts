import { expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DATABASE, freshDatabase, run } from './support/database.ts'
import { PARAMETERS, PGBOUNCER, pgbouncer } from './support/pgbouncer.ts'
import { ownProcess } from './support/process.ts'
import { query } from './support/sql.ts'
import { startOnce } from './support/start.ts'

// TLS from Parlance to its database and to Redis, with certificates of an authority that no machine knows.

const AUTHORITY = process.env['TEST_TLS_AUTHORITY']
const REDIS = process.env['TEST_REDIS_TLS_URL']
const isPostgres = DATABASE === 'postgres'
const PARAMETER = isPostgres ? 'sslmode=require' : 'ssl={}'
const isRequired = process.env['REQUIRE_SERVICES'] === '1'
const isHere = AUTHORITY !== undefined

const trusting = { NODE_EXTRA_CA_CERTS: AUTHORITY ?? '' }

if (DATABASE !== 'sqlite')
  test.skipIf(!isHere && !isRequired)(
    '[DAT-12] every connection to the database has TLS, and an unknown authority is refused in one line',
    async () => {
      const { url, drop } = await freshDatabase()
      const secure = `${url}?${PARAMETER}`
      {
        await using server = await ownProcess({ PARLANCE_DATABASE_URL: secure, ...trusting })
        const child = await server.start()
        expect(child.exitCode).toBeNull()
        expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
        // MariaDB does not say it of other sessions: there the next test proves it.
        if (isPostgres) expect(await connectionsWithoutTls(url)).toBe(0)
      }
      {
        await using plain = await ownProcess({ PARLANCE_DATABASE_URL: url })
        await plain.start()
        if (isPostgres) expect(await connectionsWithoutTls(url)).toBeGreaterThan(0)
      }
      const { code, stderr } = await startOnce({ env: { PARLANCE_DATABASE_URL: secure } })
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /^PARLANCE_DATABASE_URL: the certificate of .* NODE_EXTRA_CA_CERTS\n$/,
        ),
      ])
      await drop()
    },
    60_000,
  )

/** The same server at an address that its certificate does not have. */
async function atOtherAddress(port: number) {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve))
  const address = server.address()
  return {
    host: `127.0.0.2:${typeof address === 'object' ? address?.port : ''}`,
    [Symbol.dispose]: () => void server.close(),
  }
}

if (DATABASE !== 'sqlite')
  test.skipIf(!isHere && !isRequired)(
    '[DAT-12] a certificate of a trusted authority for another host is refused, in one line',
    async () => {
      const { url, drop } = await freshDatabase()
      const address = new URL(`${url}?${PARAMETER}`)
      using other = await atOtherAddress(Number(address.port))
      address.host = other.host
      const env = { PARLANCE_DATABASE_URL: address.href, ...trusting }
      const { code, stderr } = await startOnce({ env })
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /^PARLANCE_DATABASE_URL: the certificate of .* is of another host .*\n$/,
        ),
      ])
      await drop()
    },
    60_000,
  )

if (DATABASE === 'mariadb')
  test.skipIf(!isHere && !isRequired)(
    '[DAT-12] a user who must use TLS is refused without it, in one line that says how to ask for it',
    async () => {
      const { url, drop } = await freshDatabase()
      const { pathname } = new URL(url)
      const name = pathname.slice(1)
      await run(DATABASE, url, `create user ${name}@'%' identified by 'x' require ssl`)
      await run(DATABASE, url, `grant all on ${name}.* to ${name}@'%'`)
      const address = new URL(url)
      address.username = name
      address.password = 'x'
      const { code, stderr } = await startOnce({ env: { PARLANCE_DATABASE_URL: address.href } })
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^PARLANCE_DATABASE_URL: .*TLS/)])
      const env = { PARLANCE_DATABASE_URL: `${address.href}?${PARAMETER}`, ...trusting }
      expect((await startOnce({ env })).code).toBe(0)
      await run(DATABASE, url, `drop user ${name}@'%'`)
      await drop()
    },
    60_000,
  )

if (isPostgres)
  test.skipIf(REDIS === undefined && !isRequired)(
    '[DAT-12] the bus between nodes has TLS by rediss://, and an unknown authority is in the log',
    async () => {
      const { url, drop } = await freshDatabase()
      const settings = { PARLANCE_DATABASE_URL: url, PARLANCE_REDIS_URL: REDIS ?? '' }
      {
        await using server = await ownProcess({ ...settings, ...trusting })
        await server.start()
        expect((await (await fetch(`${server.url}/readyz`)).json()).bus).toBe('ok')
      }
      const { code, stderr } = await startOnce({ env: settings })
      expect(code).toBe(2)
      expect(stderr).toMatch(/^PARLANCE_REDIS_URL: .*certificate/)
      await drop()
    },
    60_000,
  )

if (isPostgres)
  test.skipIf((!isHere || !PGBOUNCER) && !isRequired)(
    '[DAT-12] connections to PgBouncer have TLS, and so have those from there to PostgreSQL',
    async () => {
      const { url, drop } = await freshDatabase()
      const folder = mkdtempSync(join(tmpdir(), 'parlance-pooler-'))
      try {
        const authority = AUTHORITY ?? ''
        const services = join(import.meta.dir, '../bin/services')
        // PgBouncer does not run as root, and must read its key.
        chmodSync(folder, 0o755)
        const arguments_ = ['certificate', dirname(authority), folder, 'nobody']
        expect(Bun.spawnSync([services, ...arguments_], { env: process.env }).exitCode).toBe(0)
        await using pooler = await pgbouncer(
          new URL(url),
          `pool_mode = session\nignore_startup_parameters = ${PARAMETERS}
client_tls_sslmode = require\nclient_tls_key_file = ${folder}/key.pem\nclient_tls_cert_file = ${folder}/cert.pem
server_tls_sslmode = verify-full\nserver_tls_ca_file = ${authority}`,
        )
        const secure = { PARLANCE_DATABASE_URL: `${pooler.url}?${PARAMETER}`, ...trusting }
        {
          await using server = await ownProcess(secure)
          await server.start()
          expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
          expect(await connectionsWithoutTls(url)).toBe(0)
        }
        const plain = await startOnce({ env: { PARLANCE_DATABASE_URL: pooler.url } })
        expect([plain.code, plain.stderr]).toEqual([
          2,
          expect.stringMatching(/^PARLANCE_DATABASE_URL: .*only connections with TLS.*\n$/),
        ])
      } finally {
        rmSync(folder, { recursive: true })
        await drop()
      }
    },
    60_000,
  )

/** Of the servers on this database; the session that asks is not counted. */
async function connectionsWithoutTls(url: string): Promise<number> {
  const session = await query(url)
  const [{ count } = { count: -1 }] = await session.rows<{ count: number }>(
    `select count(*) as count from pg_stat_activity join pg_stat_ssl using (pid)
     where datname = current_database() and pid <> pg_backend_pid() and not ssl`,
  )
  await session.close()
  return Number(count)
}
