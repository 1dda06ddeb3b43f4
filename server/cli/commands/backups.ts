import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { version } from '../../../package.json'
import type { Config } from '../../config.ts'
import { codeOf } from '../../settings/config-error.ts'
import { isS3 } from '../../settings/s3-address.ts'
import { randomSecret, readSecrets, writeSecrets } from '../../settings/secrets.ts'
import { BadArchive, type Secrets } from '../../store/transfer/archive-format.ts'
import type { BackupPlace } from '../../store/transfer/backup-place.ts'
import type { Call, Command, Result } from '../command.ts'
import { CommandFailed, UsageError } from '../errors.ts'
import { Progress } from '../progress.ts'

const HOUR_MS = 60 * 60 * 1000

export const BACKUP_COMMANDS: readonly Command[] = [
  {
    name: 'backup',
    summary:
      'Write a backup of the whole database into a folder or to S3, while the server may run',
    details:
      'The file contains everything of one moment, also the secrets of the server, so keep it as safe as them. It was read and checked when the command ends.',
    args: [
      {
        name: 'folder',
        description: 'the folder of the backups, which is created, or s3://bucket/folder',
      },
    ],
    flags: {
      'encrypt-to': {
        type: 'string',
        description: 'encrypt the file for a public key of age, age1…',
      },
      keep: { type: 'string', description: 'how many backups stay: older ones are deleted' },
      every: { type: 'string', description: 'go on, and write a backup every so many hours' },
    },
    run: async (call) => {
      const config = call.config()
      const every = call.flag('every') === undefined ? undefined : call.count('every', 24)
      const keep = call.flag('keep') === undefined ? undefined : call.count('keep', 1)
      if (every === undefined) return write(call, config, keep)
      const ended = call.terminal.untilEnded()
      do {
        const written = await write(call, config, keep).catch((error: unknown) => error)
        // The next one may succeed.
        call.terminal.note(written instanceof Error ? written.message : textOf(written))
      } while (!(await endsWithin(every * HOUR_MS, ended)))
      return undefined
    },
  },
  {
    name: 'restore',
    summary: 'Fill an empty database from a backup, of this or another kind of database',
    details:
      'Clients load everything again. Erasures that were made since the backup are repeated at the next start, if erasures.jsonl of the old data folder is in the new one. An interrupted restore is begun again.',
    args: [
      {
        name: 'file',
        description: 'a file that `parlance backup` wrote, also as s3://bucket/folder/file',
      },
    ],
    flags: {
      identity: {
        type: 'string',
        description: 'the file with the secret key of age, for an encrypted backup',
      },
    },
    run: (call) => inFolder((folder) => restoreFile(call, folder)),
  },
]

/** A folder for temporary files, which is made when it is needed, and removed at the end. */
async function inFolder<T>(work: (folder: () => string) => Promise<T>): Promise<T> {
  let made: string | undefined
  try {
    return await work(() => (made ??= mkdtempSync(join(tmpdir(), 'parlance-restore-'))))
  } catch (error) {
    if (made === undefined || codeOf(error) !== 'ENOSPC') throw error
    throw new CommandFailed(
      `${tmpdir()} has no space left for a copy of the backup: free some space, or set TMPDIR to another folder`,
    )
  } finally {
    if (made !== undefined) rmSync(made, { recursive: true, force: true })
  }
}

async function restoreFile(call: Call, folder: () => string): Promise<Result> {
  const config = call.config()
  const given = call.arg('file')
  const name = isS3(given) ? given : resolve(given)
  const identity = name.endsWith('.age') ? identityOf(call, name) : undefined
  let file = isS3(name) ? await download(config, name, join(folder(), 'backup')) : name
  try {
    if (identity !== undefined) {
      const { decryptFile } = await import('../../store/transfer/encryption.ts')
      const plain = join(folder(), 'backup.jsonl.zst')
      await decryptFile(file, plain, identity)
      file = plain
    }
    return await fill(call, config, file, name)
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error
    throw new BadArchive(error.message.replaceAll(file, name))
  }
}

/** The text of the file with the secret key. */
function identityOf(call: Call, name: string): string {
  const identity = call.flag('identity')
  if (identity === undefined)
    throw new UsageError(`${name}: is encrypted: add --identity with the file of the secret key`)
  if (!existsSync(identity)) throw new UsageError(`--identity: ${identity}: there is no such file`)
  return readFileSync(identity, 'utf8')
}

async function download(config: Config, address: string, into: string): Promise<string> {
  const at = address.lastIndexOf('/')
  const { bucketOf } = await import('../../start-backups.ts')
  const { BucketFailed } = await import('../../store/transfer/bucket-place.ts')
  try {
    const bucket = await bucketOf(config, address.slice(0, at))
    await bucket.download(address.slice(at + 1), into)
    return into
  } catch (error) {
    if (error instanceof BucketFailed) throw new UsageError(`FILE: ${error.message}`)
    throw error
  }
}

/** `name`: that of the backup of which `file` is the content. */
async function fill(call: Call, config: Config, file: string, name: string): Promise<Result> {
  const { dataLocation } = await import('../../run.ts')
  const { DataLock } = await import('../../store/engine/data-lock.ts')
  const { checkArchive } = await import('../../store/transfer/read-archive.ts')
  const { restore } = await import('../../store/transfer/restore.ts')
  // Before the data folder is created.
  await checkArchive(file)
  const isFile = config.databaseUrl === ''
  if (isFile && existsSync(join(config.data, 'secrets.json')) && !hasDatabase(config))
    throw new CommandFailed(
      `PARLANCE_DATA: ${join(config.data, 'secrets.json')} exists, and the backup has secrets of its own: set an empty folder, or move the file away`,
    )
  const lock = isFile ? new DataLock(config.data) : undefined
  let progress: Progress | undefined
  try {
    const { rows, header } = await restore({
      place: config,
      path: file,
      name,
      epoch: randomSecret(),
      keepSecrets: isFile ? (secrets) => keepSecrets(config, secrets) : undefined,
      onTotal: (total) => {
        progress = new Progress(call.terminal, 'rows', total)
      },
      onRow: () => progress?.add(1),
    })
    progress?.end()
    const at = new Date(header.at).toISOString()
    return {
      json: { restored: name, rows, at, version: header.version },
      text: `${rows} rows of ${at} are restored to ${dataLocation(config)}`,
    }
  } finally {
    lock?.release()
  }
}

/** Waits so long, or until the command ends. */
function endsWithin(ms: number, ended: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), ms)
  void ended.then(() => {
    clearTimeout(timer)
    resolve(true)
  })
  return promise
}

const hasDatabase = ({ data }: Config): boolean => existsSync(join(data, 'parlance.sqlite'))

/** The secrets that the backup lacks were settings of the old server, or are new. */
function keepSecrets(config: Config, stored: Secrets) {
  const { jwtSecret = randomSecret(), secret = randomSecret(), apiKey = randomSecret() } = stored
  writeSecrets(config.data, { jwtSecret, secret, apiKey })
}

async function write(call: Call, config: Config, keep: number | undefined): Promise<Result> {
  const given = call.arg('folder')
  const folder = isS3(given) ? given : resolve(given)
  const { backup } = await import('../../store/transfer/backup.ts')
  const recipient = call.flag('encrypt-to')
  if (recipient !== undefined) {
    const { recipientProblem } = await import('../../store/transfer/encryption.ts')
    const problem = await recipientProblem(recipient)
    if (problem !== undefined) throw new UsageError(`--encrypt-to: ${recipient} ${problem}`)
  }
  let progress: Progress | undefined
  try {
    const { path, rows } = await backup({
      place: config,
      into: await placeOf(config, folder),
      version,
      secrets: (config.databaseUrl === '' && readSecrets(config.data)) || {},
      keep,
      recipient,
      onTotal: (total) => {
        progress = new Progress(call.terminal, 'rows', total)
      },
      onRow: () => progress?.add(1),
    })
    return { json: { path, rows }, text: `${rows} rows are in ${path}` }
  } catch (error) {
    if (error instanceof Error && error.name === 'BucketFailed')
      throw new UsageError(`FOLDER: ${error.message}`)
    const reason = REASONS[codeOf(error)]
    if (reason !== undefined) throw new UsageError(`FOLDER: ${folder} ${reason}`)
    throw error
  } finally {
    progress?.end()
  }
}

async function placeOf(config: Config, folder: string): Promise<BackupPlace> {
  const { bucketOf } = await import('../../start-backups.ts')
  const { FolderPlace } = await import('../../store/transfer/backup-place.ts')
  return isS3(folder) ? bucketOf(config, folder) : new FolderPlace(folder)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'has no space left: nothing was kept. Free some space, or give another folder',
  EDQUOT: 'has no quota left: nothing was kept. Free some space, or give another folder',
  EACCES: 'may not be written: check its owner and its permissions',
  EROFS: 'is on a disk that is mounted read-only: give another folder',
  EEXIST: 'is a file: give a folder',
  ENOTDIR: 'is below a file: give another folder',
}

const textOf = (result: unknown): string =>
  typeof result === 'object' && result !== null && 'text' in result ? `${result.text}` : ''
