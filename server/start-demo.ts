import { SYSTEM } from '../protocol/ids.ts'
import { type Config, ConfigError } from './config.ts'
import { fillDemo } from './demo/fill.ts'
import { FOUNDER } from './demo/found.ts'
import type { Ports } from './domain/use-case.ts'
import { retentionOf } from './policy.ts'
import { atTime } from './store/engine/at-time.ts'
import type { Database } from './store/engine/database.ts'
import { SqlStore, type StoreOptions } from './store/store.ts'

type Parts = Pick<StoreOptions, 'cursorSecret' | 'onCommit' | 'onError'> & {
  readonly config: Config
  readonly database: Database
  readonly ports: Ports
}

/**
 * Fills an empty database with an invented company, before the server accepts its first request. Returns how to sign in.
 * A second store writes, because its messages are of the last weeks.
 */
export async function startDemo(isDemo: boolean, { config, database, ports, ...options }: Parts) {
  if (!isDemo) return undefined
  if (config.accounts === 'off')
    throw new ConfigError('--demo: PARLANCE_ACCOUNTS is off: set it to invite or open')
  if (await hasUsers(ports))
    throw new ConfigError(
      '--demo: this database has users: start without --demo, or with another data folder, as in --data demo',
    )
  let time = 0
  const past = new SqlStore(
    atTime(database, () => time),
    { ...options, replayMs: retentionOf(config).replayMs },
  )
  const now = await ports.store.read(async (reader) => reader.now)
  const password = newPassword()
  await fillDemo({ ...ports, store: past }, password, now, (at) => {
    time = at
  })
  return { handle: FOUNDER, password }
}

/** Beside the system user, which every database has. */
const hasUsers = ({ store }: Ports): Promise<boolean> =>
  store.read(async (reader) => (await reader.users.list('', 2)).some(({ id }) => id !== SYSTEM))

/** Three groups of four letters and digits. */
function newPassword(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(12))].map(
    (byte) => LETTERS[byte % LETTERS.length],
  )
  return letters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** Without those that look alike. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
