import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder } from '../support/backups.ts'
import { Client } from '../support/client.ts'
import { goProgram } from '../support/go-program.ts'
import { token } from '../support/parlance.ts'
import { ownProcess } from '../support/process.ts'
import { startOnce } from '../support/start.ts'
import { waitFor } from '../support/wait.ts'

/** The version in docs/tested-with.md. */
const LITESTREAM = 'github.com/benbjohnson/litestream/cmd/litestream@v0.5.18'
const SENDERS = 16
const MESSAGES = 12_000

const built = folder()
const program = join(built.path, 'litestream')
beforeAll(() => goProgram(LITESTREAM, built.path), 1_800_000)
afterAll(() => built[Symbol.dispose]())

test('[BAK-13] Litestream has every acknowledged message, however often it and the server are killed, and the server starts from it', async () => {
  using files = folder()
  await using server = await ownProcess()
  await server.start()
  const database = join(server.data, 'parlance.sqlite')
  const settings = join(files.path, 'litestream.yml')
  const replica = join(files.path, 'replica')
  // JSON is YAML.
  const one = { path: database, replica: { type: 'file', path: replica } }
  writeFileSync(settings, JSON.stringify({ dbs: [one] }))
  const replicate = () =>
    Bun.spawn([program, 'replicate', '-config', settings], { stdout: 'ignore', stderr: 'ignore' })
  let litestream = replicate()

  const ana = new Client(server.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
  const room = await ana.room('group')
  const acknowledged: string[] = []
  let isDone = false
  const sending = Array.from({ length: SENDERS }, async (_, sender) => {
    for (let i = 0; !isDone; i++) {
      const text = `${sender}-${i}`
      const sent = ana.call('POST', `/rooms/${room.id}/messages`, { text, clientId: text })
      if ((await sent.catch(() => undefined))?.status === 201) acknowledged.push(text)
    }
  })
  for (let kills = 1; kills <= 4; kills++) {
    await waitFor(() => acknowledged.length > (MESSAGES / 4) * kills, 120)
    // Any of the two, or both.
    if (kills !== 2) litestream.kill('SIGKILL')
    if (kills !== 1) await server.kill()
    if (kills !== 1 && kills < 4) await server.start()
    if (kills !== 2) litestream = replicate()
  }
  isDone = true
  await Promise.all(sending)
  const restored = join(files.path, 'restored')
  mkdirSync(restored)
  const path = join(restored, 'parlance.sqlite')
  const missing = () => {
    const args = ['restore', '-config', settings, '-o', path, '-force', database]
    if (Bun.spawnSync([program, ...args]).exitCode !== 0) return acknowledged
    using opened = new Database(path)
    const rows = opened.query<{ text: string }, []>('select text from messages').all()
    const texts = new Set(rows.map(({ text }) => text))
    return acknowledged.filter((text) => !texts.has(text))
  }
  expect(acknowledged.length).toBeGreaterThan(MESSAGES)
  // It replicates once a second.
  await waitFor(() => missing().length === 0, 60)
  litestream.kill('SIGTERM')
  await litestream.exited
  expect(missing()).toEqual([])
  copyFileSync(join(server.data, 'secrets.json'), join(restored, 'secrets.json'))
  const { stderr } = await startOnce({ env: { PARLANCE_DATA: restored } })
  expect(stderr).toContain('Clients load everything again')
}, 300_000)
