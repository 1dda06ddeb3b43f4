import { describe, expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { OPEN, signUp } from './support/accounts.ts'
import { Client } from './support/client.ts'
import { MANAGEMENT } from './support/contract.ts'
import { graphql } from './support/graphql.ts'
import { runNow } from './support/jobs.ts'
import { API_KEY, parlance, token } from './support/parlance.ts'
import { freePort, ownProcess } from './support/process.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

type Export = { readonly id: string; readonly state: string; readonly files: readonly Counted[] }
type Counted = { readonly name: string; readonly rows: number }
type Rows = readonly Readonly<Record<string, unknown>>[]

async function setUp(settings: Record<string, string> = {}) {
  const server = await parlance(settings)
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

/** An export of one's own, when it is ready. */
async function exported(user: Client): Promise<Export> {
  const { id } = await user.ask('POST', '/me/exports')
  return inState(user, id, 'ready')
}

const inState = (user: Client, id: string, state: string): Promise<Export> =>
  waitFor(async () => {
    const { exports } = await user.ask('GET', '/me/exports')
    return exports.find((each: Export) => each.id === id && each.state === state)
  })

const appExport = (app: Client, id: string): Promise<Export> =>
  waitFor(async () => {
    const found = await app.ask('GET', `/exports/${id}`)
    return found.state === 'ready' && found
  })

const fileOf = (id: string) => `/me/exports/${id}/file`

function download({ url, token }: Client, path: string, query = ''): Promise<Response> {
  const headers = query === '' ? { authorization: `Bearer ${token}` } : {}
  return fetch(`${url}/api/v1${path}${query}`, { headers })
}

/** The files of the ZIP, parsed. */
async function filesOf(response: Response): Promise<Record<string, Rows>> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, JSON.parse(Buffer.from(bytes).toString())]),
  )
}

const zipOf = async (user: Client): Promise<Record<string, Rows>> =>
  filesOf(await download(user, fileOf((await exported(user)).id)))

describe('[XPT-1] an export', () => {
  test('[XPT-1] has all that the user wrote and did, and nothing that others wrote', async () => {
    await using server = await parlance(OPEN)
    const { client: ben } = await signUp(server, 'ben')
    const { client: ana } = await signUp(server, 'ana')
    const room = await ana.room('group', ben)
    const path = `/rooms/${room.id}/messages`
    const first = await ben.send(room.id, 'first')
    await ben.ask('PATCH', `${path}/${first.id}`, { text: 'edited' })
    const deleted = await ben.send(room.id, 'wallaby')
    await ben.ask('DELETE', `${path}/${deleted.id}`)
    const ofAna = await ana.send(room.id, 'kangaroo', { mentions: { users: [ben.id] } })
    await ben.ask('PUT', `${path}/${ofAna.id}/reactions/👍`)
    await ben.ask('PUT', `/me/blocks/${ana.id}`)
    await ben.ask('POST', '/reports', { user: ana.id, room: room.id, reason: 'spam', text: 'see' })
    const app = server.backend()
    await app.ask('POST', '/sanctions', { user: ben.id, kind: 'mute', reason: 'too loud' })
    await app.ask('POST', '/sanctions', { user: ben.id, kind: 'shadow_ban', reason: 'numbat' })
    const files = await zipOf(ben)
    expect(files['export.json']).toMatchObject({ format: 1, user: ben.id, requestedBy: 'user' })
    expect(files['user.json']).toMatchObject([{ id: ben.id, handle: 'ben' }])
    expect(files['account.json']?.[0]).toEqual({
      createdAt: expect.any(String),
      passwordAt: expect.any(String),
    })
    expect(files['sessions.json']).toMatchObject([{ address: '127.0.0.1' }])
    expect(files['rooms.json']).toMatchObject([{ id: room.id, name: 'A room' }])
    expect(files['memberships.json']).toMatchObject([{ room: room.id, role: 'member' }])
    expect(files['messages.json']?.filter(({ system }) => system === undefined)).toMatchObject([
      { id: first.id, text: 'edited', version: 2 },
      { id: deleted.id, text: '' },
    ])
    expect(files['versions.json']).toMatchObject([{ seq: first.seq, version: 1, text: 'first' }])
    expect(files['reactions.json']).toMatchObject([{ seq: ofAna.seq, emoji: '👍' }])
    expect(files['mentions.json']).toMatchObject([{ message: ofAna.id }])
    expect(files['blocks.json']).toMatchObject([{ blocked: ana.id }])
    expect(files['reports.json']).toMatchObject([{ reason: 'spam', text: 'see' }])
    expect(files['sanctions.json']).toMatchObject([{ kind: 'mute', reason: 'too loud' }])
    expect(files['audit.json']).toMatchObject([{ act: 'sanctions.create' }])
    // What Ana wrote, what Ben may not know, and secrets.
    expect(JSON.stringify(files)).not.toMatch(/kangaroo|wallaby|numbat|shadow|argon2/)
    const { id } = await app.ask('POST', '/exports', { user: ben.id })
    await appExport(app, id)
    const whole = await filesOf(await download(app, `/exports/${id}/file`))
    expect(whole['sanctions.json']).toHaveLength(2)
    expect(whole['audit.json']).toHaveLength(3)
    expect(JSON.stringify(whole)).toContain('numbat')
  })

  test('[XPT-1] of many messages in many rooms has each once, in several parts', async () => {
    await using at = await setUp()
    const other = await at.ben.room('group', at.ana)
    const long = 'long '.repeat(1000)
    for (let n = 0; n < 10; n++)
      await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          (i % 3 === 0 ? at.ana : at.ben).send(i % 2 ? at.room.id : other.id, `${n} ${i} ${long}`),
        ),
      )
    const texts = (await zipOf(at.ben))['messages.json']
      ?.filter(({ system }) => system === undefined)
      .map(({ text }) => String(text).replace(` ${long}`, ''))
    const expected = Array.from({ length: 10 }, (_, n) =>
      Array.from({ length: 12 }, (_, i) => i)
        .filter((i) => i % 3 !== 0)
        .map((i) => `${n} ${i}`),
    ).flat()
    expect(texts?.toSorted()).toEqual(expected.toSorted())
  })
})

test('[XPT-2] it is asked for on every transport, and its user receives export.finished', async () => {
  await using at = await setUp()
  const { ana, ben, app } = at
  const socket = await ben.socket()
  const { id } = await socket.command('exports.create', {})
  const event = await waitFor(() => socket.events.find(({ type }) => type === 'export.finished'))
  expect(event).toMatchObject({ export: id, log: `user:${ben.id}` })
  expect((await ben.ask('GET', '/me/exports')).exports).toMatchObject([
    { id, user: ben.id, state: 'ready', requestedBy: 'user' },
  ])
  const stream = await ben.stream()
  const query = 'mutation { createExport { exportId state } }'
  const answer = await graphql(ben, query)
  const second = await inState(ben, answer.data.createExport.exportId, 'ready')
  const listed = await graphql(ben, '{ exports { exportId state } }')
  expect(listed.data.exports[0]).toEqual({ exportId: second.id, state: 'ready' })
  await waitFor(() => stream.events.find(({ type }) => type === 'export.finished'))
  expect((await ana.call('GET', '/me/exports')).body.exports).toEqual([])
  // The app's export is not the user's: no event, not in the list, and not to be read.
  const ofApp = await app.ask('POST', '/exports', { user: ben.id })
  await appExport(app, ofApp.id)
  expect((await ben.ask('GET', '/me/exports')).exports.map((each: Export) => each.id)).toEqual([
    second.id,
    id,
  ])
  expect((await download(ben, fileOf(ofApp.id))).status).toBe(404)
  expect((await app.ask('GET', `/exports?user=${ben.id}`)).exports).toHaveLength(3)
  const entries = (await app.ask('GET', `/audit?user=${ben.id}&act=exports.create`)).entries
  expect(entries).toMatchObject([{ target: ofApp.id }])
})

test('[XPT-3] a file is read with a token or once with a ticket, by its user alone', async () => {
  await using at = await setUp()
  const { ana, ben, app } = at
  const { id } = await exported(ben)
  const path = fileOf(id)
  const { ticket } = await ben.ask('POST', '/tickets')
  expect(await filesOf(await download(ben, path, `?ticket=${ticket}`))).toHaveProperty([
    'messages.json',
  ])
  expect((await download(ben, path, `?ticket=${ticket}`)).status).toBe(401)
  expect((await download(ana, path)).status).toBe(404)
  expect((await fetch(`${ben.url}/api/v1${path}`)).status).toBe(401)
  expect((await download(ben, fileOf('another'))).status).toBe(400)
  const key = await app.ask('POST', '/keys', { name: 'Reader', scopes: ['users:read'] })
  const reader = new Client(app.url, key.key, 'parlance', MANAGEMENT)
  expect((await download(reader, `/exports/${id}/file`)).status).toBe(403)
  expect((await download(app, `/exports/${id}/file`)).status).toBe(200)
})

test('[XPT-4] asked again while it runs it is the same; then a new one removes the file of the last', async () => {
  await using at = await setUp()
  const { ben, app, server } = at
  const both = await Promise.all([1, 2].map(() => ben.call('POST', '/me/exports')))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 201])
  const id = both[0]?.body.id
  expect(both[1]?.body.id).toBe(id)
  await inState(ben, id, 'ready')
  const second = await exported(ben)
  expect(second.id).not.toBe(id)
  expect((await (await download(ben, fileOf(id))).json()).code).toBe('export_over')
  await exported(ben)
  const refused = await ben.call('POST', '/me/exports')
  expect([refused.status, refused.body.code]).toEqual([429, 'quota_reached'])
  expect((await app.call('POST', '/exports', { user: 'nobody' })).body.code).toBe('not_found')
  expect((await app.call('POST', '/exports', { user: 'parlance' })).body.code).toBe('forbidden')
  // A week later the sweep removes the file. The receipt stays.
  const [last] = (await ben.ask('GET', '/me/exports')).exports
  await execute(
    server.place.PARLANCE_DATABASE_URL,
    [`update exports set until = 1 where id = '${last.id}'`],
    server.place.PARLANCE_DATA,
  )
  await runNow(server, 'exports.sweep')
  const receipt = await inState(ben, last.id, 'over')
  expect(receipt.files.find(({ name }) => name === 'user.json')?.rows).toBe(1)
  expect((await download(ben, fileOf(last.id))).status).toBe(410)
})

describe('[XPT-5] legal holds and erasures', () => {
  test('[XPT-5] a hold stops what its user asks for, and not what the app does', async () => {
    await using at = await setUp()
    const { ben, app } = at
    const before = await exported(ben)
    const hold = await app.ask('POST', '/legal-holds', { user: ben.id, reason: 'a matter' })
    expect((await (await download(ben, fileOf(before.id))).json()).code).toBe('legal_hold')
    const { id, state } = await ben.ask('POST', '/me/exports')
    expect(state).toBe('waiting')
    expect((await (await download(ben, fileOf(id))).json()).code).toBe('export_unfinished')
    const ofApp = await app.ask('POST', '/exports', { user: ben.id })
    await appExport(app, ofApp.id)
    await app.ask('DELETE', `/legal-holds/${hold.id}`)
    await inState(ben, id, 'ready')
    expect(await filesOf(await download(ben, fileOf(id)))).toHaveProperty(['user.json'])
  })

  test('[XPT-5] an erasure ends the exports of its user and deletes their files', async () => {
    await using at = await setUp()
    const { ben, app, room } = at
    await ben.send(room.id, 'a text')
    await exported(ben)
    const ofApp = await app.ask('POST', '/exports', { user: ben.id })
    await appExport(app, ofApp.id)
    // This one runs while its user is erased.
    await ben.ask('POST', '/me/exports')
    const { id: erasure } = await app.ask('POST', '/erasures', { user: ben.id, messages: 'delete' })
    const states = async () =>
      (await app.ask('GET', `/exports?user=${ben.id}`)).exports.map(({ state }: Export) => state)
    expect(await states()).toEqual(['over', 'over', 'over'])
    const refused = await app.call('POST', '/exports', { user: ben.id })
    expect(refused.body.code).toBe('not_found')
    await waitFor(async () => (await app.ask('GET', `/erasures/${erasure}`)).state === 'done')
    await waitFor(async () => (await app.ask('GET', '/jobs?kind=users.export')).jobs.length === 0)
    expect(await states()).toEqual(['over', 'over', 'over'])
    expect((await download(app, `/exports/${ofApp.id}/file`)).status).toBe(410)
  })
})

test('[XPT-6] an export that SIGKILL interrupts goes on where it was', async () => {
  const management = await freePort()
  await using server = await ownProcess({
    PARLANCE_API_KEY: API_KEY,
    PARLANCE_MANAGEMENT_PORT: `${management}`,
  })
  await server.start()
  const ben = new Client(server.url, await token({ sub: 'ben', name: 'Ben' }), 'ben')
  const room = await ben.room('group')
  const long = 'long '.repeat(3000)
  for (let n = 0; n < 20; n++)
    await Promise.all(Array.from({ length: 25 }, (_, i) => ben.send(room.id, `${n} ${i} ${long}`)))
  const { cursor } = (await ben.socket()).ready
  const { id } = await ben.ask('POST', '/me/exports')
  const countOf = ({ files }: Export) =>
    files.find(({ name }) => name === 'messages.json')?.rows ?? 0
  const app = new Client(`http://127.0.0.1:${management}`, API_KEY, 'parlance', MANAGEMENT)
  const begun = await waitFor(async () => {
    const now = await app.ask('GET', `/exports/${id}`)
    return countOf(now) > 0 && now
  })
  expect(begun.state).toBe('running')
  await server.kill()
  await server.start()
  // As half a minute later, when the lease of the killed process has ended.
  const end = 'update jobs set due = 1 where owner is not null'
  await execute(server.databaseUrl, [end], server.data)
  const receipt = await inState(ben, id, 'ready')
  const files = await filesOf(await download(ben, fileOf(id)))
  expect(countOf(receipt)).toBe(files['messages.json']?.length ?? 0)
  const texts = files['messages.json']?.filter(({ system }) => system === undefined)
  expect(new Set(texts?.map(({ text }) => text)).size).toBe(500)
  expect(texts).toHaveLength(500)
  // Its end is published once.
  const { events } = await ben.socket({ cursor })
  expect(events.filter(({ type }) => type === 'export.finished')).toHaveLength(1)
}, 120_000)
