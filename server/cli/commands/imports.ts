import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Store } from '../../domain/ports.ts'
import type { Call, Command, Result } from '../command.ts'
import { UsageError } from '../errors.ts'
import { Progress } from '../progress.ts'

/** The names of `FORMATS`, which is loaded only for an import. */
const FORMATS = ['lines', 'slack', 'mattermost', 'discord', 'rocketchat', 'zulip', 'irc']

export const IMPORT_COMMANDS: readonly Command[] = [
  {
    name: 'import',
    summary: 'Import the users, rooms and messages of another server or product',
    details:
      'Everything is read and checked before anything is imported. A second import of the same source adds only what is new, so an interrupted one is repeated. Nobody is notified. With SQLite the server must be down; servers on another database need PARLANCE_REDIS_URL. See docs/importing.md.',
    args: [
      { name: 'format', description: 'what wrote the file', values: FORMATS },
      { name: 'file', description: 'a file, a folder or a ZIP' },
    ],
    flags: {
      source: {
        type: 'string',
        description:
          'a name of where it comes from, if several are imported; the format by default',
      },
      room: {
        type: 'string',
        description: 'the room of IRC logs; the name of the file by default',
      },
      check: { type: 'boolean', description: 'only read and check it' },
    },
    run: importFile,
  },
  {
    name: 'export',
    summary: 'Write all users, rooms and messages into a file that `import lines` reads',
    details:
      'It contains what was said in all rooms, also in direct messages, and no accounts or secrets. The server may run. See docs/importing.md for the format.',
    args: [{ name: 'file', description: 'the file; it must not exist' }],
    run: exportFile,
  },
]

async function importFile(call: Call): Promise<Result> {
  const { BadImport, Omissions } = await import('../../imports/omissions.ts')
  const { filesOf } = await import('../../imports/source-file.ts')
  const { FORMATS: formats } = await import('../../imports/formats/formats.ts')
  const { importAll } = await import('../../imports/import-all.ts')
  const { Spool } = await import('../../imports/spool.ts')
  const { composeQuietly } = await import('../links/direct-link.ts')
  const name = call.arg('format')
  const read = formats[name]
  if (read === undefined) throw new Error(`no format ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'parlance-import-'))
  const omissions = new Omissions()
  let spool: InstanceType<typeof Spool> | undefined
  let app: Awaited<ReturnType<typeof composeQuietly>> | undefined
  let progress: Progress | undefined
  try {
    const files = await filesOf(resolve(call.arg('file')))
    if (!call.isSet('check')) app = await composeQuietly(call.config())
    const now = await timeOf(app?.services.ports.store)
    spool = new Spool(join(folder, 'spool.sqlite'), omissions, now)
    progress = new Progress(call.terminal, 'items read')
    for await (const item of read({ files, omissions, room: call.flag('room') })) {
      spool.add(item)
      progress.add(1)
    }
    progress.end()
    spool.finish()
    const { counts } = spool
    if (app === undefined) return report('it has', counts, omissions.list())
    progress = new Progress(call.terminal, 'messages', counts.messages)
    const { hub, ports } = app.services
    const { store, policy } = ports
    const imported = await importAll({
      store,
      source: call.flag('source') ?? name,
      spool,
      omissions,
      retentionSeconds: policy.retentionSeconds,
      now,
      isAlone: hub.isAlone,
      onMessages: (count) => progress?.add(count),
    })
    return report('imported', imported, omissions.list())
  } catch (error) {
    if (error instanceof BadImport) throw new UsageError(`FILE: ${error.message}`)
    throw error
  } finally {
    progress?.end()
    spool?.close()
    rmSync(folder, { recursive: true, force: true })
    await app?.stop()
  }
}

/** In ms of the epoch: by the database's clock, or by this machine's if only a file is checked. */
const timeOf = async (store: Store | undefined): Promise<number> =>
  store === undefined
    ? performance.timeOrigin + performance.now()
    : store.read(async (reader) => reader.now)

type Counts = { readonly users: number; readonly rooms: number; readonly messages: number }

function report(
  done: string,
  counts: Counts,
  leftOut: readonly { reason: string; count: number; examples: readonly string[] }[],
): Result {
  const { users, rooms, messages } = counts
  const lines = leftOut.map(
    ({ reason, count, examples }) => `${count} × ${reason} (such as ${examples.join(', ')})`,
  )
  const rest = lines.length === 0 ? [] : ['left out or changed:', ...lines]
  return {
    json: { ...counts, leftOut },
    text: [`${done}: ${users} users, ${rooms} rooms, ${messages} messages`, ...rest].join('\n'),
  }
}

async function exportFile(call: Call): Promise<Result> {
  const { writeLines } = await import('../../store/transfer/write-lines.ts')
  const path = resolve(call.arg('file'))
  const progress = new Progress(call.terminal, 'lines')
  try {
    const lines = await writeLines(call.config(), path, () => progress.add(1))
    return { json: { path, lines }, text: `${lines} lines are in ${path}` }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(`FILE: ${path} exists already: give another name, or delete it`)
    throw error
  } finally {
    progress.end()
  }
}
