import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// One bad day of a server, through the transports: somebody disturbs, and is erased in the end.

/** In everything that Ben writes or is called, and that others write about him. */
const MARK = 'quokka'

test('[ERS-7] report, claim, ban, appeal, unban, shadow ban, word list, hook, export, erase: the whole walk', async () => {
  const verdicts = { allow: { action: 'allow' }, refuse: { action: 'refuse', reason: 'No links' } }
  await using hook = hookOf(({ text }) =>
    text.includes('http:') ? verdicts.refuse : verdicts.allow,
  )
  await using server = await parlance({
    PARLANCE_HOOK_URL: hook.url,
    PARLANCE_HOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  })
  const [ana, ben, cleo, mod] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
    await server.user('Mod'),
  ]
  const app = server.backend()
  await mod.ask('GET', '/me')
  await app.ask('PATCH', `/users/${mod.id}`, { role: 'moderator' })
  const room = await ana.room('group', ben, cleo, mod)
  await app.ask('PATCH', `/users/${ben.id}`, { name: `Ben ${MARK}`, info: { about: MARK } })
  await ben.ask('PUT', '/me/presence', { state: 'online', status: MARK })

  // Ben disturbs. Cleo reports it; his edit hides nothing from the moderator.
  const texts = Array.from({ length: 60 }, (_, n) => `${MARK}${n} ${'and so on '.repeat(n % 30)}`)
  const sent = []
  for (const text of texts) sent.push(await ben.send(room.id, text))
  const bad = sent[0]
  const original = texts[0] ?? ''
  const path = `/rooms/${room.id}/messages`
  await ana.send(room.id, 'wallaby', { replyTo: bad?.id })
  const { report } = await cleo.ask('POST', '/reports', {
    message: bad?.id,
    reason: 'abuse',
    text: `He wrote ${MARK}`,
  })
  await ben.ask('PATCH', `${path}/${bad?.id}`, { text: `${MARK} harmless` })
  await mod.ask('POST', `/reports/${report}/claim`, {})
  const details = await mod.ask('GET', `/reports/${report}`)
  expect(JSON.stringify(details.evidence)).toContain(original)

  // A ban from the server, an appeal, and its end.
  const ban = await mod.ask('POST', '/sanctions', {
    user: ben.id,
    kind: 'ban',
    reason: `wrote ${MARK}`,
  })
  expect((await ben.call('GET', path)).body.code).toBe('banned')
  await ben.ask('POST', `/me/sanctions/${ban.id}/appeal`, { text: `${MARK} is a nice animal` })
  await mod.ask('POST', `/sanctions/${ban.id}/answer`, { outcome: 'lifted', note: MARK })
  await waitFor(async () => (await ben.call('GET', path)).status === 200)
  const end = { outcome: 'warned', note: 'spoke with him' }
  await mod.ask('POST', `/reports/${report}/close`, end)

  // A shadow ban: only Ben and the staff see what he writes.
  const shadow = { user: ben.id, kind: 'shadow_ban', reason: MARK }
  const shadowed = await mod.ask('POST', '/sanctions', shadow)
  await ben.send(room.id, `${MARK} in the dark`)
  const inTheDark = async (who: Client) =>
    JSON.stringify(await who.history(room.id)).includes('in the dark')
  expect([await inTheDark(ben), await inTheDark(mod), await inTheDark(cleo)]).toEqual([
    true,
    true,
    false,
  ])
  await mod.ask('DELETE', `/sanctions/${shadowed.id}`)

  // A word list and the hook.
  const list = { name: 'Animals', action: 'refuse', words: ['numbat'] }
  await ana.ask('POST', `/rooms/${room.id}/word-lists`, list)
  const refused = await ben.call('POST', path, { text: `${MARK} numbat` })
  expect(refused.body.code).toBe('text_refused')
  const link = await ben.call('POST', path, { text: `${MARK} http://example.com` })
  expect([link.body.code, link.body.detail]).toEqual(['text_refused', expect.any(String)])

  // Ben takes his data, and goes for ever.
  const { id } = await ben.ask('POST', '/me/exports')
  await waitFor(async () => (await ben.ask('GET', '/me/exports')).exports[0].state === 'ready')
  const { ticket } = await ben.ask('POST', '/tickets')
  const zip = await fetch(`${ben.url}/api/v1/me/exports/${id}/file?ticket=${ticket}`)
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()))
  const messages = Buffer.from(files['messages.json'] ?? []).toString()
  expect(JSON.parse(messages).filter((row: object) => !('system' in row))).toHaveLength(61)
  await waitFor(async () => (await ana.ask('GET', `/search?q=${MARK}59`)).found.length === 1)
  // His words and his export are in the files, so that their absence means something.
  const data = server.place.PARLANCE_DATA
  const inFiles = DATABASE === 'sqlite' ? [MARK, partOf(data)] : []
  for (const text of inFiles) expect([text, filesWith(data, text)]).not.toEqual([text, []])
  await ben.ask('POST', '/me/erasure', { messages: 'delete' })
  const receipt = await waitFor(async () => {
    const [erasure] = (await app.ask('GET', `/erasures?user=${ben.id}`)).erasures
    return erasure?.state === 'done' && erasure
  })
  expect(receipt.erased).toContainEqual({ table: 'messages', count: 61 })

  // Nobody finds anything of him, on any way; what others wrote is still there.
  expect((await app.call('GET', `/exports/${id}/file`)).body.code).toBe('export_over')
  const left = [
    await ana.history(room.id),
    await mod.ask('GET', '/sanctions'),
    await app.ask('GET', '/audit'),
    await app.ask('GET', `/users/${ben.id}`),
    (await ana.ask('GET', `/search?q=${MARK}59`)).found,
    (await mod.ask('GET', '/reports?status=closed')).reports,
  ]
  expect(JSON.stringify(left)).toContain('wallaby')
  expect(JSON.stringify(left)).not.toContain(MARK)
  if (DATABASE !== 'sqlite') return
  expect(filesWith(data, 'wallaby')).not.toEqual([])
  for (const text of [...inFiles, 'quokk', 'uokka', 'in the dark', 'nice animal'])
    expect([text, filesWith(data, text)]).toEqual([text, []])
}, 60_000)

/** The app's backend, which is asked before each message. */
function hookOf(verdictOn: (message: { text: string }) => object) {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => Response.json(verdictOn((await request.json()).message)),
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** Some of the compressed messages in the export, as they are stored. */
function partOf(folder: string): string {
  using database = new Database(join(folder, 'parlance.sqlite'), { readonly: true })
  const part = "select substr(bytes, 1, 60) as bytes from export_parts where file = 'messages.json'"
  return database.query<{ bytes: string }, []>(part).get()?.bytes ?? ''
}

/** The files of the data folder that contain a text. */
const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(text))
