import { expect, test } from 'bun:test'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { conversation, filesOf, folder, newPlace, placeOf, restored } from './support/backups.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { KIND } from './support/imports.ts'
import { scrape } from './support/metrics.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const DAY_MS = 86_400_000
const job = async (server: Parlance) =>
  (await server.backend().ask('GET', '/jobs?kind=backups.write')).jobs[0]
const SECONDS = 60
/** Waits until the job has run and waits for its next time. */
const written = (server: Parlance) =>
  waitFor(async () => {
    const found = await job(server)
    return found?.state === 'waiting' && found.tries === 0 && Date.parse(found.due) > Date.now()
  }, SECONDS)
/** Runs the job once more. */
async function again(server: Parlance, path: string): Promise<void> {
  const before = new Set(filesOf(path))
  await server.backend().ask('POST', `/jobs/${(await job(server)).id}/retry`)
  await waitFor(
    () => filesOf(path).some((name) => /zst$|age$/.test(name) && !before.has(name)),
    SECONDS,
  )
  await written(server)
}

test('[BAK-11] a server writes backups by itself, keeps so many, says how old the latest is, and each can be restored', async () => {
  using backups = folder()
  await using server = await parlance({
    PARLANCE_BACKUP_FOLDER: backups.path,
    PARLANCE_BACKUP_HOURS: '12',
    PARLANCE_BACKUP_KEEP: '2',
  })
  await written(server)
  expect(filesOf(backups.path)).toHaveLength(1)
  const due = Date.parse((await job(server)).due) - Date.now()
  expect(Math.round(due / 3_600_000)).toBe(12)
  const { room, say } = await conversation(server)
  await say('in the latest backup')
  await again(server, backups.path)
  await again(server, backups.path)
  const names = filesOf(backups.path)
  expect(names).toEqual([expect.stringMatching(/\.zst$/), expect.stringMatching(/\.zst$/)])
  const metrics = await scrape(server.management)
  expect(metrics.get('parlance_backup_age_seconds')).toBeLessThan(120)
  expect(metrics.get('parlance_backup_last_success_seconds')).toBeGreaterThan(
    Date.now() / 1000 - 120,
  )
  expect(metrics.get('parlance_backup_interval_seconds')).toBe(12 * 3600)
  await using target = await newPlace(KIND)
  expect(await restored(target, join(backups.path, names[1] ?? ''))).toMatchObject({ code: 0 })
  const texts = await target.rows(`select text from messages where room = '${room.id}'`)
  expect(texts.map(({ text }) => text)).toContain('in the latest backup')
}, 120_000)

test('[BAK-11] a backup that fails is tried again, and its reason is with the job; a server without a folder writes none', async () => {
  using backups = folder()
  const path = join(backups.path, 'a-file')
  writeFileSync(path, 'not a folder')
  const recipient = await identityToRecipient(await generateIdentity())
  await using server = await parlance({
    PARLANCE_BACKUP_FOLDER: path,
    PARLANCE_BACKUP_ENCRYPT_TO: recipient,
  })
  await waitFor(async () => (await job(server))?.lastError !== undefined, SECONDS)
  expect((await job(server)).lastError).toMatch(/a-file is a file: give a folder/)
  const metrics = await scrape(server.management)
  expect(metrics.get('parlance_backup_last_success_seconds')).toBe(0)
  expect(metrics.has('parlance_backup_age_seconds')).toBe(false)
  rmSync(path)
  await server.backend().ask('POST', `/jobs/${(await job(server)).id}/retry`)
  await written(server)
  expect(filesOf(path)).toEqual([expect.stringMatching(/\.zst\.age$/)])
  await using other = await parlance()
  await waitFor(async () => (await other.backend().ask('GET', '/jobs?limit=100')).jobs.length > 10)
  expect(await job(other)).toBeUndefined()
  expect([...(await scrape(other.management)).keys()].join()).not.toContain('parlance_backup')
}, 120_000)

test('[BAK-11] settings of backups that cannot be used are refused at the start', async () => {
  for (const [name, value, says] of [
    ['PARLANCE_BACKUP_ENCRYPT_TO', 'age1nonsense', /must be a public key of age/],
    ['PARLANCE_BACKUP_KEEP', '0', /must be a whole number above 0/],
    ['PARLANCE_BACKUP_HOURS', 'daily', /must be a whole number above 0/],
    ['PARLANCE_BACKUP_FOLDER', 's3://Upper/x', /must be s3:\/\/bucket or s3:\/\/bucket\/folder/],
    ['PARLANCE_BACKUP_FOLDER', 's3://nightly', /^PARLANCE_S3_ACCESS_KEY_ID: is not set, and s3:/],
    ['PARLANCE_S3_ENDPOINT', 'localhost:9000', /must be an http:\/\/ or https:\/\/ URL/],
  ] as const)
    await expect(parlance({ [name]: value })).rejects.toThrow(says)
})

test('[CMD-11] the doctor says that no backup was written, that the latest is old, and that the folder may not be written', async () => {
  using backups = folder()
  await using server = await parlance()
  const found = async (path: string) => {
    const { stdout } = await commandLine(['doctor', '--json'], {
      ...settingsOf(server),
      PARLANCE_BACKUP_FOLDER: path,
    })
    const all: { check: string; state: string; says: string }[] = JSON.parse(stdout)
    const { state, says } = all.find(({ check }) => check === 'backups') ?? {}
    return `${state}: ${says}`
  }
  expect(await found('')).toMatch(/^not checked: PARLANCE_BACKUP_FOLDER is not set/)
  expect(await found(backups.path)).toMatch(/^fault: there is none in .*job run backups\.write/)
  const nameAt = (at: number) =>
    `parlance-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}.jsonl.zst`
  writeFileSync(join(backups.path, nameAt(Date.now() - 3 * DAY_MS)), 'old')
  expect(await found(backups.path)).toMatch(/^fault: the latest is 72 hours old, .*job report/)
  writeFileSync(join(backups.path, nameAt(Date.now())), 'new')
  expect(await found(backups.path)).toBe('ok: the latest is 0 hours old')
})

test('[BAK-6] a backup that is killed at any moment leaves no file with the name of a backup, and the next one removes what it left', async () => {
  using backups = folder()
  await using server = await parlance()
  await conversation(server)
  const place = { data: server.place.PARLANCE_DATA, url: server.place.PARLANCE_DATABASE_URL }
  for (const rows of [1, 200, 500]) {
    const child = Bun.spawn([process.execPath, '-e', killedAfter(rows, place, backups.path)], {
      cwd: join(import.meta.dir, '..'),
      stderr: 'inherit',
    })
    await child.exited
    expect([rows, child.signalCode]).toEqual([rows, 'SIGKILL'])
    expect(readdirSync(backups.path).filter((name) => !name.endsWith('.part'))).toEqual([])
  }
  const args = ['backup', backups.path, '--keep', '1']
  expect(await commandLine(args, placeOf(place))).toMatchObject({ code: 0 })
  expect(filesOf(backups.path)).toEqual([expect.stringMatching(/\.zst$/)])
}, 60_000)

// tests/long/backup-s3.test.ts has a server of S3.
test('[BAK-12] S3 that is away or is something else is one line without the key, and a fault for the doctor', async () => {
  await using server = await parlance()
  const settings = {
    ...settingsOf(server),
    PARLANCE_S3_ENDPOINT: 'http://127.0.0.1:9',
    PARLANCE_S3_ACCESS_KEY_ID: 'the-id-of-a-key',
    PARLANCE_S3_SECRET_ACCESS_KEY: 'the-secret-of-a-key',
  }
  const call = async (args: readonly string[], more = {}) => {
    const { code, stdout, stderr } = await commandLine(args, { ...settings, ...more })
    expect(`${stdout}${stderr}`).not.toMatch(/the-(?:id|secret)-of-a-key/)
    return { code, stdout, stderr }
  }
  const away = /^F[A-Z]+: s3:\/\/nightly\S*: no S3 answers at .*: check PARLANCE_S3_ENDPOINT, .*\n$/
  const file = 's3://nightly/parlance-2026-11-28T03-00-00-000Z.jsonl.zst'
  for (const args of [
    ['backup', 's3://nightly'],
    ['restore', file],
  ])
    expect(await call(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(away) })
  const other = await call(['backup', 's3://nightly'], { PARLANCE_S3_ENDPOINT: server.url })
  expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(away) })
  const noKey = await call(['backup', 's3://nightly'], { PARLANCE_S3_SECRET_ACCESS_KEY: '' })
  expect(noKey.stderr).toMatch(/^PARLANCE_S3_SECRET_ACCESS_KEY: is not set/)
  expect((await call(['backup', 's3://a/../b'])).stderr).toMatch(/must be s3:\/\/bucket/)
  expect((await call(['config', 'show'])).stdout).toMatch(/PARLANCE_S3_ACCESS_KEY_ID +\(set\)/)
  const found = await call(['doctor'], { PARLANCE_BACKUP_FOLDER: 's3://nightly' })
  expect(found.stdout).toMatch(/FAULT +backups: PARLANCE_BACKUP_FOLDER: s3:.* no S3 answers at/)
})

const killedAfter = (rows: number, place: { data: string; url: string }, path: string) => `
  import { backup } from './server/store/transfer/backup.ts'
  import { FolderPlace } from './server/store/transfer/backup-place.ts'
  let rows = 0
  await backup({
    place: ${JSON.stringify({ data: place.data, databaseUrl: place.url })},
    into: new FolderPlace(${JSON.stringify(path)}), version: '0.1.0', secrets: {},
    onRow: () => { if (++rows === ${rows}) process.kill(process.pid, 'SIGKILL') },
  })`
