import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { DATABASE, freshDatabase } from './support/database.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { raiseOnWrite, refuseWrites, signalOnWrite } from './support/read-only.ts'
import { execute, query } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const readiness = async ({ url }: { url: string }) => {
  const response = await fetch(`${url}/readyz`)
  return { status: response.status, database: (await response.json()).database }
}

test('[DAT-6] a lock that another program holds is waited for a moment, then the write is refused, and nobody else waits', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const send = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
  expect((await send()).status).toBe(201)
  const unlock = await lockMessages(server)
  const sent = send()
  let isAnswered = false
  void sent.then(() => {
    isAnswered = true
  })
  expect((await fetch(`${server.url}/healthz`)).ok).toBe(true)
  expect(isAnswered).toBe(false)
  const refused = await sent
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable'])
  await unlock()
  await waitFor(async () => (await send()).status === 201)
})

test('[HEA-6] a database that stores no writes is not ready, and is again by itself', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const send = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
  expect(await readiness(server)).toEqual({ status: 200, database: 'ok' })
  const allow = await forbidWrites(server)
  expect((await send()).status).toBe(503)
  // Where such a database permits a transaction that changes nothing, its commit proves nothing.
  await ana.call('PUT', `/rooms/${room.id}/members/me`)
  const notReady = { status: 503, database: 'unavailable: it stores no writes' }
  expect(await readiness(server)).toEqual(notReady)
  expect((await ana.call('GET', `/rooms/${room.id}/messages`)).status).toBe(200)
  await allow()
  await waitFor(async () => (await readiness(server)).status === 200)
  expect((await send()).status).toBe(201)
})

if (DATABASE !== 'sqlite') {
  test('[HEA-6] sessions that were opened before a failover, and are read-only since, are replaced', async () => {
    await using server = await parlance()
    const ana = await server.user('Ana')
    const room = await ana.room()
    const send = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
    await Promise.all(Array.from({ length: 20 }, send))
    await demoteOldSessions(server.place.PARLANCE_DATABASE_URL)
    // Sends at the same moment share a transaction, so all of them may meet one old session.
    await waitFor(async () =>
      (await Promise.all(Array.from({ length: 20 }, send))).every(({ status }) => status === 201),
    )
    await waitFor(async () => (await readiness(server)).status === 200)
  })

  test('[DAT-7] however often the database ends its connection, a node holds its lock once', async () => {
    await using server = await parlance()
    const { PARLANCE_DATABASE_URL: url } = server.place
    for (let round = 0; round < 4; round++) {
      const before = await lockSession(url)
      await endSession(url, before)
      await waitFor(async () => (await lockSession(url)) !== before)
    }
    const ana = await server.user('Ana')
    await ana.send((await ana.room()).id, 'x')
  })

  test('[DAT-7] a node whose lock another one took writes nothing until it has it back', async () => {
    await using server = await parlance()
    const ana = await server.user('Ana')
    const room = await ana.room()
    const send = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
    expect((await send()).status).toBe(201)
    const { PARLANCE_DATABASE_URL: url } = server.place
    const thief = await takeLock(url, await lockSession(url))
    await waitFor(async () => (await send()).status === 503)
    expect((await readiness(server)).status).toBe(503)
    await thief()
    await waitFor(async () => (await send()).status === 201)
    expect((await readiness(server)).status).toBe(200)
  }, 60_000)
}

if (DATABASE === 'postgres')
  test('[DAT-5] a database whose encoding cannot hold all text is refused at the start', async () => {
    const { url, drop } = await freshDatabase()
    const name = `${new URL(url).pathname.slice(1)}_latin`
    await execute(url, [`create database ${name} encoding 'LATIN1' locale 'C' template template0`])
    const latin = new URL(url)
    latin.pathname = name
    {
      await using server = await ownProcess({ PARLANCE_DATABASE_URL: latin.href })
      const child = await server.start()
      expect(await child.exited).toBe(2)
      const said = (await new Response(child.stderr).text()).trim()
      expect(said).toStartWith("PARLANCE_DATABASE_URL: the database's encoding is LATIN1")
      expect(said.split('\n')).toHaveLength(1)
    }
    await execute(url, [`drop database ${name}`])
    await drop()
  })

/** Holds a lock that every send needs; answers how to let go of it. */
async function lockMessages({ place }: Parlance): Promise<() => Promise<void>> {
  if (DATABASE === 'sqlite') return lockFile(place.PARLANCE_DATA)
  const lock =
    DATABASE === 'postgres'
      ? ['begin', 'lock table messages in access exclusive mode']
      : ['lock tables messages write']
  return holding(place.PARLANCE_DATABASE_URL, lock)
}

function lockFile(data: string): () => Promise<void> {
  const database = new Database(join(data, 'parlance.sqlite'))
  database.run('begin immediate')
  return async () => {
    database.run('rollback')
    database.close()
  }
}

async function holding(url: string, statements: readonly string[]): Promise<() => Promise<void>> {
  const held = await query(url)
  for (const statement of statements) await held.run(statement)
  return held.close
}

/** As a full disk, or a demoted primary. */
const forbidWrites = ({ place }: Parlance): Promise<() => Promise<void>> =>
  DATABASE === 'sqlite'
    ? Promise.resolve(lockFile(place.PARLANCE_DATA))
    : refuseWrites(place.PARLANCE_DATABASE_URL)

async function demoteOldSessions(url: string): Promise<void> {
  if (DATABASE === 'postgres') {
    const isOld = `(select backend_start < now() from pg_stat_activity where pid = pg_backend_pid())`
    const at = new Date(Date.now()).toISOString()
    return execute(url, raiseOnWrite('25006', isOld.replace('now()', `timestamptz '${at}'`)))
  }
  const { rows, close } = await query(url)
  const [{ id = 0 } = {}] = await rows<{ id: number }>('select connection_id() as id')
  await close()
  await execute(url, signalOnWrite(`connection_id() <= ${id}`, 'messages'))
}

/** InnoDB's list of transactions is read anew only after nobody has looked at it for 100 ms. */
const LIST_MS = 150

/** The sessions that hold a node's lock on this database. */
async function lockSessions(url: string): Promise<number[]> {
  if (DATABASE === 'mariadb') await Bun.sleep(LIST_MS)
  const { rows, close } = await query(url)
  const found = await rows<{ id: number }>(
    DATABASE === 'postgres'
      ? `select l.pid as id from pg_locks l join pg_database d on d.oid = l.database
         where l.locktype = 'advisory' and d.datname = current_database()`
      : `select t.trx_mysql_thread_id as id from information_schema.innodb_trx t
         join information_schema.processlist p on p.id = t.trx_mysql_thread_id
         where p.db = database() and p.command = 'Sleep' and t.trx_rows_locked > 0
           and t.trx_rows_modified = 0`,
  )
  await close()
  return found.map(({ id }) => id)
}

/** The node's session. For a moment MariaDB can list another transaction, or none. */
async function lockSession(url: string): Promise<number> {
  const [id = 0] = await waitFor(async () => {
    const held = await lockSessions(url)
    return held.length === 1 && held
  })
  return id
}

const endSession = (url: string, id: number): Promise<void> =>
  execute(url, [DATABASE === 'postgres' ? `select pg_terminate_backend(${id})` : `kill ${id}`])

/** Ends a node's session and takes its lock before the node does; answers how to give it back. */
async function takeLock(url: string, session: number): Promise<() => Promise<void>> {
  const thief = await query(url)
  if (DATABASE === 'mariadb') await thief.run('start transaction')
  const taken = thief.run(
    DATABASE === 'postgres'
      ? 'select pg_advisory_lock(7270262)'
      : "select value from settings where name = 'nodes' for update",
  )
  await waitFor(async () => (await waiting(url)) > 0)
  await endSession(url, session)
  await taken
  return thief.close
}

async function waiting(url: string): Promise<number> {
  if (DATABASE === 'mariadb') await Bun.sleep(LIST_MS)
  const { rows, close } = await query(url)
  const found = await rows<{ n: number }>(
    DATABASE === 'postgres'
      ? `select 1 as n from pg_locks l join pg_database d on d.oid = l.database
         where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`
      : `select 1 as n from information_schema.innodb_trx t
         join information_schema.processlist p on p.id = t.trx_mysql_thread_id
         where t.trx_state = 'LOCK WAIT' and p.db = database()`,
  )
  await close()
  return found.length
}
