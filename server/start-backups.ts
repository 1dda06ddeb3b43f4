import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Config, ConfigError, variable } from './config.ts'
import { everyMsOf, JOB_KINDS, type JobKind, type RecurringKind } from './domain/job-kinds.ts'
import type { BackupServices } from './domain/ports.ts'
import { isS3, parseS3, S3_FORM } from './settings/s3-address.ts'
import { latestAmong } from './store/transfer/backup-files.ts'
import type { BucketPlace } from './store/transfer/bucket-place.ts'

const HOUR_MS = 60 * 60 * 1000
/** How long the names in a bucket are remembered, in ms: each look is paid for. */
const REMEMBER_MS = 60_000
/** How long a page with figures waits for a bucket, in ms. */
const WAIT_MS = 2000

/** The bucket of `s3://bucket/path`. `path`: the object in it, if the address names one. Throws `ConfigError`. */
export async function bucketOf(config: Config, address: string): Promise<BucketPlace> {
  const found = parseS3(address)
  if (found === undefined) throw new ConfigError(`${address}: ${S3_FORM}`)
  const { s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey } = config
  if (!accessKeyId || !secretAccessKey)
    throw new ConfigError(
      `${variable(accessKeyId ? 's3SecretAccessKey' : 's3AccessKeyId')}: is not set, and ${address} needs it: set the key of an account that may list, read, write and delete objects there`,
    )
  const { BucketPlace } = await import('./store/transfer/bucket-place.ts')
  const { s3Endpoint: endpoint, s3Region: region } = config
  return new BucketPlace({ ...found, endpoint, region, accessKeyId, secretAccessKey })
}

/** Refuses a bucket without a key. */
export async function requireBucketKey(config: Config): Promise<void> {
  if (isS3(config.backupFolder)) await bucketOf(config, config.backupFolder)
}

/**
 * Backups are written by a process of their own, `parlance backup`: they take seconds of CPU time, which the server
 * needs for its clients. Undefined if no folder is set.
 */
export function backupServices(config: Config): BackupServices | undefined {
  const { backupFolder, backupKeep, backupEncryptTo, data, databaseUrl } = config
  if (backupFolder === '') return undefined
  const folder = isS3(backupFolder) ? backupFolder : resolve(backupFolder)
  const encrypt = backupEncryptTo === undefined ? [] : ['--encrypt-to', backupEncryptTo]
  const args = ['backup', folder, '--keep', `${backupKeep}`, ...encrypt]
  const source = Bun.isStandaloneExecutable ? [] : [join(import.meta.dir, '../bin/parlance.ts')]
  const place = { PARLANCE_DATA: resolve(data), PARLANCE_DATABASE_URL: databaseUrl }
  const s3 = ['s3Endpoint', 's3Region', 's3AccessKeyId', 's3SecretAccessKey'] as const
  const settings = Object.fromEntries(s3.map((name) => [variable(name), config[name] ?? '']))
  return {
    async write(signal) {
      const child = Bun.spawn([process.execPath, ...source, ...args], {
        // The rest is for the drivers, such as certificates.
        env: { ...process.env, ...place, ...settings },
        stdin: 'ignore',
        stdout: 'ignore',
        stderr: 'pipe',
        signal,
      })
      const says = await new Response(child.stderr).text()
      if ((await child.exited) === 0) return
      throw new Error(
        says.trim().split('\n').at(-1) || 'the process that writes the backup was ended',
      )
    },
  }
}

/** The kinds of jobs that this node runs. */
export const kindsOf = ({ backupFolder }: Config): readonly JobKind[] =>
  JOB_KINDS.filter((kind) => kind !== 'backups.write' || backupFolder !== '')

/** How long a recurring job waits, in ms. */
export const everyMs =
  ({ backupHours }: Config) =>
  (kind: RecurringKind): number =>
    kind === 'backups.write' ? backupHours * HOUR_MS : everyMsOf(kind)

export type BackupState = { readonly last: number | undefined; readonly everySeconds: number }

/**
 * What is known about the backups of this node; undefined if it writes none. `last`: in ms of the epoch. Throws
 * `BucketFailed` if a bucket cannot be read.
 */
export async function backupState(config: Config): Promise<BackupState | undefined> {
  const { backupFolder, backupHours } = config
  if (backupFolder === '') return undefined
  const names = isS3(backupFolder)
    ? await (await bucketOf(config, backupFolder)).names()
    : // The job that writes there fails, and says why.
      await readdir(backupFolder).catch(() => [])
  return { last: latestAmong(names), everySeconds: backupHours * 3600 }
}

/** The same for pages that are read often: of a bucket it is some time old, and the last one while that is away. */
export function rememberedBackupState(config: Config): () => Promise<BackupState | undefined> {
  if (!isS3(config.backupFolder)) return () => backupState(config)
  let known: BackupState = { last: undefined, everySeconds: config.backupHours * 3600 }
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  const ask = async () => {
    // The job that writes there fails, too, and says why.
    known = (await backupState(config).catch(() => undefined)) ?? known
    asking = undefined
  }
  return async () => {
    if (asking === undefined && performance.now() - askedAt > REMEMBER_MS) {
      askedAt = performance.now()
      asking = ask()
    }
    await Promise.race([asking, Bun.sleep(WAIT_MS)])
    return known
  }
}
