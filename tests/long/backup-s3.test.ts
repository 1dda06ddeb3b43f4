import { afterAll, beforeAll, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { BucketPlace } from '../../server/store/transfer/bucket-place.ts'
import {
  backedUp,
  conversation,
  folder,
  newPlace,
  placeOf,
  rowsIn,
  serverOn,
} from '../support/backups.ts'
import { commandLine, settingsOf } from '../support/command-line.ts'
import { scrape } from '../support/metrics.ts'
import { type Parlance, parlance } from '../support/parlance.ts'
import { freePort } from '../support/process.ts'
import { BUCKET, KEY, network, s3Server, s3Settings } from '../support/s3.ts'
import { waitFor } from '../support/wait.ts'

// With a real server of S3, which Go builds.

let s3: Awaited<ReturnType<typeof s3Server>>
let server: Parlance
let source: Awaited<ReturnType<typeof newPlace>>
beforeAll(async () => {
  s3 = await s3Server()
  source = await newPlace('sqlite')
  server = await serverOn(source, await freePort())
}, 1_800_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await source[Symbol.asyncDispose]()
  await s3[Symbol.asyncDispose]()
})

const bucket = (path: string, endpoint = s3.settings.PARLANCE_S3_ENDPOINT) =>
  new BucketPlace({
    bucket: BUCKET,
    path,
    endpoint,
    region: 'us-east-1',
    accessKeyId: KEY.id,
    secretAccessKey: KEY.secret,
  })

/** A call of the command line, whose output never has the key. */
async function call(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const done = await commandLine(args, { ...placeOf(source), ...s3.settings, ...settings })
  for (const secret of [KEY.id, KEY.secret])
    expect(`${done.stdout}${done.stderr}`).not.toContain(secret)
  return done
}

test('[BAK-12] a backup that is written to S3 while people write is restored from there, also encrypted', async () => {
  using files = folder()
  const { say } = await conversation(server)
  let isDone = false
  const writing = (async () => {
    for (let i = 0; !isDone; i++) await say(`while it is written ${i}`)
  })()
  const identity = await generateIdentity()
  const key = join(files.path, 'key')
  writeFileSync(key, identity)
  const plain = await call(['backup', `s3://${BUCKET}/nightly`, '--json'])
  isDone = true
  await writing
  const to = ['--encrypt-to', await identityToRecipient(identity)]
  const encrypted = await call(['backup', `s3://${BUCKET}/nightly/`, '--json', ...to])
  const [first, second] = [JSON.parse(plain.stdout).path, JSON.parse(encrypted.stdout).path]
  expect(first).toMatch(/^s3:\/\/backups\/nightly\/parlance-[\dT-]+Z\.jsonl\.zst$/)
  expect(second).toEndWith('.jsonl.zst.age')
  const rows: Record<string, string[]>[] = []
  for (const [path, ...args] of [[first], [second, '--identity', key]]) {
    await using target = await newPlace('sqlite')
    expect(await call(['restore', path, ...args], placeOf(target))).toMatchObject({
      code: 0,
      stderr: '',
    })
    rows.push(await rowsIn(await backedUp(target, files.path)))
  }
  expect(rows[0]?.['messages']?.length).toBeGreaterThan(250)
  const now = await rowsIn(await backedUp(source, files.path))
  expect(rows[1]?.['messages']).toEqual(now['messages'] ?? [])
  const other = await call(['restore', second], placeOf(source))
  expect(other.stderr).toMatch(/^s3:.* is encrypted: add --identity/)
}, 120_000)

test('[BAK-12] a wrong key, bucket, region or address is refused in one line', async () => {
  const unlike = (name: string, value: string) =>
    call(['backup', `s3://${BUCKET}/x`], { [name]: value })
  const key =
    /^FOLDER: s3:\/\/backups\/x: S3 does not accept the key: correct PARLANCE_S3_ACCESS_KEY_ID/
  for (const [done, says] of [
    [unlike('PARLANCE_S3_SECRET_ACCESS_KEY', 'wrong'), key],
    [unlike('PARLANCE_S3_ACCESS_KEY_ID', 'wrong'), key],
    [unlike('PARLANCE_S3_REGION', 'eu-north-1'), /another region: set PARLANCE_S3_REGION/],
    [unlike('PARLANCE_S3_ENDPOINT', server.url), /no S3 answers at .* check PARLANCE_S3_ENDPOINT/],
    [
      call(['backup', 's3://no-such-bucket']),
      /^FOLDER: s3:\/\/no-such-bucket: there is no such bucket/,
    ],
    [
      call(['restore', `s3://${BUCKET}/none.jsonl.zst`]),
      /^FILE: s3:.*none\.jsonl\.zst: there is no such file/,
    ],
  ] as const) {
    const { code, stderr } = await done
    expect(stderr).toMatch(says)
    expect([code, stderr.trim().split('\n')]).toEqual([2, [expect.any(String)]])
  }
})

test('[BAK-12] nothing stays of an upload that is broken off, or is read again with other bytes; a taken name stays', async () => {
  using cut = await network(s3.port, { cutAfter: 6000 })
  const at = s3Settings(cut.url)
  await conversation(server)
  expect(await call(['backup', `s3://${BUCKET}/cut`], at)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^FOLDER: s3:.*no S3 answers at .*\(ConnectionClosed\)/),
  })
  expect(await bucket('cut').names()).toEqual([])
  using lying = await network(s3.port, {
    back: (data) => {
      const body = data.indexOf('application/octet-stream') < 0 ? -1 : data.indexOf('\r\n\r\n')
      if (body > 0 && data.length > body + 100)
        data.writeUInt8(data.readUInt8(body + 90) ^ 1, body + 90)
      return data
    },
  })
  const lied = await call(['backup', `s3://${BUCKET}/lied`], s3Settings(lying.url))
  expect(lied).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/other bytes are read than were written/),
  })
  expect(await bucket('lied').names()).toEqual([])
  const put = (text: string) =>
    bucket('taken').put('one', async (sink) => {
      await sink(
        (async function* () {
          yield Buffer.from(text)
        })(),
      )
      return ''
    })
  await put('first')
  await expect(put('second')).rejects.toThrow(/s3:\/\/backups\/taken\/one: exists already/)
}, 60_000)

test('[BAK-12] an upload that is killed leaves no file, and needs little memory however slow the network is', async () => {
  using slow = await network(s3.port, { rate: 20e6 })
  // 150 MB, of which the parts that are sent are in memory.
  const script = (megabytes: number) => `
    import { BucketPlace } from './server/store/transfer/bucket-place.ts'
    const place = new BucketPlace(${JSON.stringify({ bucket: BUCKET, path: 'large', endpoint: slow.url, region: 'us-east-1', accessKeyId: KEY.id, secretAccessKey: KEY.secret })})
    let most = 0
    await place.put('large-' + ${megabytes}, async (sink) => {
      await sink((async function* () {
        for (let i = 0; i < ${megabytes} * 16; i++) {
          most = Math.max(most, process.memoryUsage().rss)
          if (i === 640) console.log('40 MB')
          yield crypto.getRandomValues(Buffer.alloc(65536))
        }
      })())
      return ''
    })
    console.log(Math.round(most / 1e6))`
  const run = (megabytes: number) =>
    Bun.spawn([process.execPath, '-e', script(megabytes)], {
      cwd: join(import.meta.dir, '../..'),
      stdout: 'pipe',
      stderr: 'inherit',
    })
  const whole = run(150)
  const said = await new Response(whole.stdout).text()
  expect(Number(said.trim().split('\n').at(-1))).toBeLessThan(200)
  expect(await bucket('large').names()).toEqual(['large-150'])
  const killed = run(151)
  for await (const _ of killed.stdout) break
  killed.kill('SIGKILL')
  await killed.exited
  expect(await bucket('large').names()).toEqual(['large-150'])
}, 120_000)

test('[BAK-12] a server writes backups to S3 by itself, keeps so many, says how old the latest is, and the doctor reads it', async () => {
  const settings = {
    ...s3.settings,
    PARLANCE_BACKUP_FOLDER: `s3://${BUCKET}/scheduled`,
    PARLANCE_BACKUP_KEEP: '2',
  }
  await using it = await parlance(settings)
  const job = async () => (await it.backend().ask('GET', '/jobs?kind=backups.write')).jobs[0]
  const names = () => bucket('scheduled').names()
  for (let count = 1; count <= 3; count++) {
    const before = await names()
    if (count > 1) await it.backend().ask('POST', `/jobs/${(await job()).id}/retry`)
    await waitFor(async () => {
      const found = await job()
      const isNew = (await names()).some((name) => !before.includes(name))
      return isNew && found?.state === 'waiting' && Date.parse(found.due) > Date.now()
    }, 60)
  }
  expect(await names()).toHaveLength(2)
  const found = async (more = {}) => {
    const { stdout } = await call(['doctor', '--json'], { ...settingsOf(it), ...settings, ...more })
    const all: { check: string; state: string; says: string }[] = JSON.parse(stdout)
    const { state, says } = all.find(({ check }) => check === 'backups') ?? {}
    return `${state}: ${says}`
  }
  expect(await found()).toBe('ok: the latest is 0 hours old')
  expect(await found({ PARLANCE_S3_SECRET_ACCESS_KEY: 'wrong' })).toMatch(
    /^fault: PARLANCE_BACKUP_FOLDER: s3:.*S3 does not accept the key/,
  )
  const metrics = await scrape(it.management)
  expect(metrics.get('parlance_backup_age_seconds')).toBeLessThan(120)
}, 240_000)
