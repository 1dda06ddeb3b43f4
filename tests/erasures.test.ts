import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { start } from '../server/start.ts'
import { OPEN, PASSWORD, signUp } from './support/accounts.ts'
import { Client } from './support/client.ts'
import { MANAGEMENT } from './support/contract.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { API_KEY, type Parlance, parlance, SECRET, token } from './support/parlance.ts'
import { freePort, ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben] = await Promise.all(['Ana', 'Ben'].map(server.user))
  if (!ana || !ben) throw new Error('a user is missing')
  const room = await ana.room('group', ben)
  return {
    server,
    ana,
    ben,
    room,
    app: server.backend(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const erase = (app: Client, { id: user }: Client, messages: 'keep' | 'delete') =>
  app.ask('POST', '/erasures', { user, messages })

const finished = (app: Client, id: string, seconds = 30) =>
  waitFor(async () => {
    const erasure = await app.ask('GET', `/erasures/${id}`)
    return erasure.state === 'done' && erasure
  }, seconds)

const countOf = (erasure: { erased: { table: string; count: number }[] }, table: string) =>
  erasure.erased.find((each) => each.table === table)?.count

describe('[ERS-1] an erasure', () => {
  test('[ERS-1] deletes the user at once, then the messages, and has a receipt', async () => {
    await using at = await setUp()
    const { app, ana, ben, room } = at
    const first = await ben.send(room.id, 'first')
    await ben.ask('PATCH', `/rooms/${room.id}/messages/${first.id}`, { text: 'edited' })
    for (let n = 1; n < 5; n++) await ben.send(room.id, `word ${n}`)
    await ana.send(room.id, 'of Ana')
    const socket = await ben.socket()
    const erasure = await erase(app, ben, 'delete')
    expect(erasure).toMatchObject({ user: ben.id, messages: 'delete' })
    expect(await socket.ends()).toEqual({ code: 4403, reason: 'user_deleted' })
    const receipt = await finished(app, erasure.id)
    expect(countOf(receipt, 'users')).toBe(1)
    expect(countOf(receipt, 'messages')).toBe(5)
    expect(countOf(receipt, 'members')).toBe(1)
    expect(receipt.finishedAt).toBeString()
    const shown = (await ana.history(room.id)).filter(({ deletedAt }) => deletedAt === undefined)
    expect(shown.filter(({ system }) => system === undefined).map(({ text }) => text)).toEqual([
      'of Ana',
    ])
    expect((await app.ask('GET', `/erasures?user=${ben.id}`)).erasures).toEqual([receipt])
  })

  test('[ERS-1] asked twice it is the same, and the messages can follow', async () => {
    await using at = await setUp()
    const { app, ana, ben, room } = at
    await ben.send(room.id, 'still here')
    const erasure = await erase(app, ben, 'keep')
    await finished(app, erasure.id)
    const again = await app.call('POST', '/erasures', { user: ben.id, messages: 'keep' })
    expect([again.status, again.body.id]).toEqual([200, erasure.id])
    expect(JSON.stringify(await ana.history(room.id))).toContain('still here')
    expect((await erase(app, ben, 'delete')).id).toBe(erasure.id)
    await waitFor(async () => !JSON.stringify(await ana.history(room.id)).includes('still here'))
    const { messages } = await finished(app, erasure.id)
    expect(messages).toBe('delete')
    const entries = (await app.ask('GET', `/audit?user=${ben.id}&act=erasures.create`)).entries
    expect(entries).toHaveLength(1)
    expect((await app.call('POST', '/erasures', { user: 'nobody', messages: 'keep' })).status).toBe(
      404,
    )
    const system = await app.call('POST', '/erasures', { user: 'parlance', messages: 'keep' })
    expect(system.body.code).toBe('forbidden')
  })

  test('[ERS-2] people erase themselves on every transport, with the proof of their account', async () => {
    await using server = await parlance(OPEN)
    const app = server.backend()
    const gone = async (user: string) => {
      const [erasure] = (await app.ask('GET', `/erasures?user=${user}`)).erasures
      expect(erasure?.user).toBe(user)
      await finished(app, erasure.id)
    }
    const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(server.user))
    for (const each of [ana, ben, cleo]) await each?.ask('GET', '/me')
    if (!ana || !ben || !cleo) throw new Error('a user is missing')
    expect((await ana.call('POST', '/me/erasure', { messages: 'delete' })).status).toBe(201)
    await gone(ana.id)
    const socket = await ben.socket()
    await socket.command('erasures.create', { messages: 'keep' })
    await gone(ben.id)
    const query = 'mutation { createErasure(input: { messages: keep }) { erasureId } }'
    expect(await graphql(cleo, query)).not.toHaveProperty('code', expect.any(String))
    await gone(cleo.id)
    const { client: dora } = await signUp(server, 'dora')
    const without = await dora.call('POST', '/me/erasure', { messages: 'keep' })
    expect(without.body.code).toBe('proof_required')
    const wrong = await dora.call('POST', '/me/erasure', { messages: 'keep', password: 'another' })
    expect(wrong.body.code).toBe('wrong_credentials')
    await dora.ask('POST', '/me/erasure', { messages: 'keep', password: PASSWORD })
    await gone(dora.id)
  })
})

test('[ERS-3] an erasure that SIGKILL interrupts goes on where it was', async () => {
  const management = await freePort()
  await using server = await ownProcess({
    PARLANCE_API_KEY: API_KEY,
    PARLANCE_MANAGEMENT_PORT: `${management}`,
  })
  await server.start()
  const app = new Client(`http://127.0.0.1:${management}`, API_KEY, 'parlance', MANAGEMENT)
  const [ana, ben] = await Promise.all(
    ['Ana', 'Ben'].map(async (name) => {
      const sub = name.toLowerCase()
      return new Client(server.url, await token({ sub, name }), sub)
    }),
  )
  if (!ana || !ben) throw new Error('a user is missing')
  const room = await ana.room('group', ben)
  for (let n = 0; n < 30; n++)
    await Promise.all(Array.from({ length: 100 }, () => ben.send(room.id, `text ${n}`)))
  const { id } = await erase(app, ben, 'delete')
  const begun = await waitFor(async () => {
    const now = await app.ask('GET', `/erasures/${id}`)
    return (countOf(now, 'messages') ?? 0) > 0 && now
  })
  expect(begun.state).toBe('running')
  await server.kill()
  await server.start()
  // The lease of the killed process must end first.
  const receipt = await finished(app, id, 90)
  expect(countOf(receipt, 'messages')).toBe(3000)
  expect(countOf(begun, 'messages')).toBeLessThan(3000)
  expect(JSON.stringify(await ana.history(room.id))).not.toContain('text ')
}, 120_000)

if (DATABASE === 'sqlite')
  test('[ERS-4] afterwards nothing that the user wrote is in the files, the search index included', async () => {
    await using at = await setUp()
    const { app, ana, ben, room, server } = at
    const word = (n: number) => `zebrafish${n}`
    await app.ask('PATCH', `/users/${ben.id}`, { name: 'Quokka Benjamin' })
    const sent = []
    for (let n = 0; n < 300; n++)
      sent.push(await ben.send(room.id, `${word(n)} ${'and so on '.repeat(n % 40)}`))
    for (const { id } of sent.slice(0, 60))
      await ben.ask('PATCH', `/rooms/${room.id}/messages/${id}`, { text: `${word(1000)} again` })
    for (const { id } of sent.slice(60, 80))
      await ben.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
    for (let n = 0; n < 20; n++) await ana.send(room.id, `wallaby ${n}`)
    await waitFor(async () => (await ana.ask('GET', '/search?q=zebrafish299')).found.length === 1)
    // The words and the name are there, so that their absence means something.
    expect(found(server, 'zebrafish')).not.toEqual([])
    expect(found(server, 'Quokka')).not.toEqual([])
    const { id } = await erase(app, ben, 'delete')
    const receipt = await finished(app, id)
    expect(countOf(receipt, 'messages')).toBe(280)
    expect(found(server, 'wallaby')).not.toEqual([])
    for (const text of ['zebrafish', 'zebraf', 'ebrafish', 'Quokka', 'quokka'])
      expect([text, found(server, text)]).toEqual([text, []])
    expect((await ana.ask('GET', '/search?q=wallaby')).found).toHaveLength(20)
  }, 60_000)

if (DATABASE === 'sqlite')
  test('[ERS-4] nor in the log while a program such as Litestream always reads from it, and begins it anew by itself', async () => {
    await using at = await setUp()
    const { app, ben, room, server } = at
    for (let n = 0; n < 50; n++) await ben.send(room.id, `zebrafish${n}`)
    using litestream = new Database(join(server.place.PARLANCE_DATA, 'parlance.sqlite'))
    litestream.run('pragma busy_timeout = 1000')
    litestream.run('create table if not exists other (n integer)')
    const read = () => {
      litestream.run('begin')
      litestream.query('select count(*) from other').get()
    }
    read()
    const { id } = await erase(app, ben, 'delete')
    // As long as it reads from the old log, the erasure is not done.
    await waitFor(() => found(server, 'zebrafish').every((path) => path.endsWith('-wal')))
    expect(found(server, 'zebrafish')).not.toEqual([])
    expect((await app.ask('GET', `/erasures/${id}`)).state).toBe('running')
    await waitFor(async () => {
      litestream.run('commit')
      litestream.run('pragma wal_checkpoint(passive)')
      litestream.run('insert into other values (1)')
      read()
      return (await app.ask('GET', `/erasures/${id}`)).state === 'done'
    })
    litestream.run('commit')
    expect(found(server, 'zebrafish')).toEqual([])
  }, 60_000)

if (DATABASE === 'sqlite')
  test('[ERS-6] the restore of an older backup brings no erased user back', async () => {
    await using before = await setUp()
    const { ana, ben, room, server } = before
    await ben.send(room.id, 'from Ben')
    await server.stop()
    const backup = databaseFiles(server).map((path) => ({ path, bytes: readFileSync(path) }))
    await whileStarted(server, async (app) => {
      await finished(app, (await erase(app, ben, 'delete')).id)
      // Somebody who came after the backup.
      const dora = await app.ask('POST', '/users', { id: 'dora', name: 'Dora' })
      await finished(app, (await erase(app, dora, 'keep')).id)
    })
    for (const path of databaseFiles(server)) rmSync(path)
    for (const { path, bytes } of backup) writeFileSync(path, bytes)
    expect(found(server, 'from Ben')).not.toEqual([])
    await whileStarted(server, async (app, url) => {
      expect((await ben.at(url).call('GET', '/me')).body.code).toBe('user_deleted')
      const word = await token({ sub: 'dora', name: 'Dora' })
      const back = await new Client(url, word, 'dora').call('GET', '/me')
      expect(back.body.code).toBe('user_deleted')
      const [erasure] = (await app.ask('GET', `/erasures?user=${ben.id}`)).erasures
      expect(countOf(await finished(app, erasure.id), 'messages')).toBe(1)
      expect(JSON.stringify(await ana.at(url).history(room.id))).not.toContain('from Ben')
    })
  }, 60_000)

/** The database, with its log. */
const databaseFiles = ({ place }: Parlance): string[] =>
  readdirSync(place.PARLANCE_DATA)
    .filter((name) => name.startsWith('parlance.sqlite'))
    .map((name) => join(place.PARLANCE_DATA, name))

/** Another server on the data of a stopped one, until the work is done. */
async function whileStarted(
  { place }: Parlance,
  work: (app: Client, url: string) => Promise<void>,
): Promise<void> {
  const server = await start(readConfig([], { ...SETTINGS, ...place }))
  try {
    const management = `http://127.0.0.1:${server.managementPort}`
    await work(
      new Client(management, API_KEY, 'parlance', MANAGEMENT),
      `http://127.0.0.1:${server.port}`,
    )
  } finally {
    await server.stop()
  }
}

const SETTINGS = {
  PARLANCE_PORT: '0',
  PARLANCE_MANAGEMENT_PORT: '0',
  PARLANCE_API_KEY: API_KEY,
  PARLANCE_LOG_LEVEL: 'silent',
  PARLANCE_JWT_SECRET: SECRET,
}

/** The files of the data folder that contain a text. */
function found({ place }: Parlance, text: string): string[] {
  const folder = place.PARLANCE_DATA
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(text))
}
