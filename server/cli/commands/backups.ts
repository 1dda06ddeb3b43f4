import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { version } from '../../../package.json'
import type { Config } from '../../config.ts'
import { codeOf } from '../../settings/config-error.ts'
import { randomSecret, readSecrets, writeSecrets } from '../../settings/secrets.ts'
import type { Secrets } from '../../store/transfer/archive-format.ts'
import type { Call, Command, Result } from '../command.ts'
import { CommandFailed, UsageError } from '../errors.ts'
import { Progress } from '../progress.ts'

const HOUR_MS = 60 * 60 * 1000

export const BACKUP_COMMANDS: readonly Command[] = [
  {
    name: 'backup',
    summary: 'Write a backup of the whole database into a folder, while the server may run',
    details:
      'The file contains everything of one moment, also the secrets of the server, so keep it as safe as them. It was read and checked when the command ends.',
    args: [{ name: 'folder', description: 'the folder of the backups; it is created' }],
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
    args: [{ name: 'file', description: 'a file that `parlance backup` wrote' }],
    flags: {
      identity: {
        type: 'string',
        description: 'the file with the secret key of age, for an encrypted backup',
      },
    },
    run: async (call) => {
      const config = call.config()
      const file = resolve(call.arg('file'))
      if (!file.endsWith('.age')) return fill(call, config, file)
      const identity = call.flag('identity')
      if (identity === undefined)
        throw new UsageError(
          `${file}: is encrypted: add --identity with the file of the secret key`,
        )
      if (!existsSync(identity))
        throw new UsageError(`--identity: ${identity}: there is no such file`)
      const { decryptFile } = await import('../../store/transfer/encryption.ts')
      const folder = mkdtempSync(join(tmpdir(), 'parlance-restore-'))
      try {
        const plain = join(folder, 'backup.jsonl.zst')
        await decryptFile(file, plain, readFileSync(identity, 'utf8'))
        return await fill(call, config, plain, file)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  },
]

/** `name`: that of the encrypted file, of which `file` is the content. */
async function fill(call: Call, config: Config, file: string, name = file): Promise<Result> {
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
  const folder = resolve(call.arg('folder'))
  const { backup } = await import('../../store/transfer/backup.ts')
  const recipient = call.flag('encrypt-to')
  if (recipient !== undefined) {
    const { recipientProblem } = await import('../../store/transfer/encryption.ts')
    const problem = await recipientProblem(recipient)
    if (problem !== undefined) throw new UsageError(`--encrypt-to: ${recipient} ${problem}`)
  }
  let progress: Progress | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { path, rows } = await backup({
      place: config,
      folder,
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
    const reason = REASONS[codeOf(error)]
    if (reason !== undefined) throw new UsageError(`FOLDER: ${folder} ${reason}`)
    throw error
  } finally {
    progress?.end()
  }
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
