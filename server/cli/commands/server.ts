import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { version } from '../../../package.json'
import type { Config } from '../../config.ts'
import { listOf } from '../columns.ts'
import type { Command } from '../command.ts'
import { CommandFailed } from '../errors.ts'

/** Files of a data folder that may be there before the first start. */
const NOT_DATA = new Set(['erasures.jsonl', 'backups', 'parlance.lock', 'parlance.lock.json'])

export const SERVER_COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    summary: 'Start the server, and run it until a signal ends it',
    run: async ({ settingFlags, prepareServe }) => {
      const { run } = await import('../../run.ts')
      await run(settingFlags, prepareServe)
      return undefined
    },
  },
  {
    name: 'init',
    summary: 'Create the database and the secrets, and print the link for the first administrator',
    details:
      'It is refused if the data folder is not empty. `parlance serve` does the same at its first start.',
    run: async (call) => {
      const config = call.config()
      const found = existsSync(config.data)
        ? readdirSync(config.data).filter((name) => !NOT_DATA.has(name))
        : []
      if (found.length > 0)
        throw new CommandFailed(
          `PARLANCE_DATA: ${resolve(config.data)} contains ${found[0]} already: start the server with it, or set an empty folder`,
        )
      const { openDirectLink } = await import('../links/direct-link.ts')
      const link = await openDirectLink(config)
      const code = await link.administratorLink().finally(() => link.close())
      const url = config.url[0] ?? `http://localhost:${config.port}`
      const admin = code === undefined ? undefined : `${url}/#link=${code}`
      const json = { data: resolve(config.data), administratorLink: admin }
      return { json, text: listOf({ data: json.data, admin, next: 'parlance serve' }) }
    },
  },
  {
    name: 'migrate',
    summary: 'Change the tables of the database to those of this version',
    details: 'The start of a server does the same. SQLite is copied before.',
    flags: {
      'dry-run': { type: 'boolean', description: 'only list the migrations that are missing' },
    },
    run: async (call) => {
      const config = call.config()
      const pending = await pendingMigrations(config)
      if (!call.isSet('dry-run') && pending.length > 0) await migrate(config)
      const what = call.isSet('dry-run') ? 'missing' : 'done'
      return { json: { [what]: pending }, text: pending.join('\n') || 'no migration is missing' }
    },
  },
  {
    name: 'health',
    summary: 'Ask the running server whether it is ready; exit code 1 if it is not',
    run: async (call) => {
      const { clientUrl } = await import('../links/open-link.ts')
      const url = clientUrl(call.config())
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      )
      if (answer === undefined)
        throw new CommandFailed(`no server answers at ${url}: start it with \`parlance serve\``)
      const json: unknown = await answer.json().catch(() => ({}))
      if (!answer.ok)
        throw new CommandFailed(`the server at ${url} is not ready: ${JSON.stringify(json)}`)
      return { json, text: `the server at ${url} is ready` }
    },
  },
  {
    name: 'version',
    summary: 'Print the version',
    settings: false,
    run: async () => ({ json: { version }, text: version }),
  },
]

async function pendingMigrations(config: Config): Promise<readonly string[]> {
  const { openTarget } = await import('../../store/transfer/open-target.ts')
  const { migrationsOf } = await import('../../store/migrations/migrate.ts')
  const { target, close } = await openTarget(config, 'read')
  try {
    return (await migrationsOf(target.db, target.dialect)).pending
  } finally {
    await close()
  }
}

async function migrate(config: Config): Promise<void> {
  const { DataLock } = await import('../../store/engine/data-lock.ts')
  const { openDatabase } = await import('../../store/engine/open.ts')
  const lock = config.databaseUrl === '' ? new DataLock(config.data) : undefined
  try {
    await (await openDatabase(config)).close()
  } finally {
    lock?.release()
  }
}
