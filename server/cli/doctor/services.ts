import type { Config } from '../../config.ts'
import { type Finding, fault, inTime, ok, reasonOf, unchecked, WAIT_MS } from './finding.ts'

export async function checkMail({ smtpUrl }: Config): Promise<Finding> {
  if (smtpUrl === undefined)
    return unchecked(
      'mail',
      'PARLANCE_SMTP_URL is not set: forgotten passwords need a link of an administrator',
    )
  const { createTransport } = await import('nodemailer')
  const timeouts = {
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    dnsTimeout: WAIT_MS,
  }
  const transport = createTransport({ ...smtpUrl, ...timeouts })
  try {
    await transport.verify()
    return ok('mail', `${smtpUrl.host} accepts mails`)
  } catch (error) {
    const isLogin = error instanceof Error && 'code' in error && error.code === 'EAUTH'
    return fault(
      'mail',
      isLogin
        ? `PARLANCE_SMTP_URL: ${smtpUrl.host} refuses the user or the password: correct them`
        : `PARLANCE_SMTP_URL: ${smtpUrl.host}:${smtpUrl.port}: ${reasonOf(error)}: check the host and the port, and that a firewall lets mails out`,
    )
  } finally {
    transport.close()
  }
}

export async function checkBus({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === '') return unchecked('bus', 'PARLANCE_REDIS_URL is not set: one node')
  const { Redis } = await import('ioredis')
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: WAIT_MS,
    retryStrategy: () => null,
  })
  let cause: unknown
  redis.on('error', (error) => {
    cause = error
  })
  try {
    // A server that is not Redis, or is stopped, accepts the connection and never answers.
    const answer = await inTime(redis.connect().then(() => redis.ping()))
    if (answer === undefined) throw new Error(`no answer in ${WAIT_MS / 1000} s`)
    return ok('bus', 'Redis answers')
  } catch (error) {
    return fault(
      'bus',
      `PARLANCE_REDIS_URL: ${reasonOf(cause ?? error)}: check the address and the password, and that Redis runs`,
    )
  } finally {
    redis.disconnect()
  }
}

/** The database of the settings, without changing it. */
export async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  const { openTarget } = await import('../../store/transfer/open-target.ts')
  const { migrationsOf } = await import('../../store/migrations/migrate.ts')
  const { databaseTime } = await import('../../store/transfer/read-rows.ts')
  const { riskySettings } = await import('../../store/transfer/risky-settings.ts')
  const setting = config.databaseUrl === '' ? 'PARLANCE_DATA' : 'PARLANCE_DATABASE_URL'
  let opened: Awaited<ReturnType<typeof openTarget>> | undefined
  try {
    opened = await openTarget(config, 'read')
    const { target, kind } = opened
    const work = target.db.connection().execute(async (connection) => {
      const { pending } = await migrationsOf(connection, target.dialect)
      const at = await databaseTime(connection, kind)
      return { pending, at, risky: await riskySettings(connection, kind) }
    })
    const found = await inTime(work)
    if (found === undefined)
      return [fault('database', `${setting}: no answer in ${WAIT_MS / 1000} s: check its load`)]
    const { pending, at, risky } = found
    return [
      pending.length === 0
        ? ok('database', `${kind}, no migration is missing`)
        : fault('database', `${pending.length} migrations are missing: run \`parlance migrate\``),
      ...risky.map(({ name, is, should }) =>
        fault(
          'database settings',
          `${name} is ${is}, so a crash of the database can lose acknowledged messages: set it to ${should}`,
        ),
      ),
      ...(kind === 'sqlite' ? [] : [clockFinding('database clock', at)]),
    ]
  } catch (error) {
    return [
      fault(
        'database',
        `${setting}: ${reasonOf(error)}: ${config.databaseUrl === '' ? 'check the folder, or restore a backup into an empty one (docs/backups.md)' : 'check the address and that it is up'}`,
      ),
    ]
  } finally {
    // A connection that never opened cannot be closed; the finding says so already.
    await opened?.close().catch(() => undefined)
  }
}

/** Tokens and links are valid for minutes. */
const APART_MS = 30_000

/** Compares a time with the clock of this machine. */
export function clockFinding(check: string, at: number): Finding {
  const apart = at - (performance.timeOrigin + performance.now())
  const text = `${Math.abs(Math.round(apart / 1000))} s`
  return Math.abs(apart) > APART_MS
    ? fault(
        check,
        `it is ${text} ${apart > 0 ? 'ahead of' : 'behind'} this machine: run NTP (timedatectl set-ntp true) on both`,
      )
    : ok(check, `${text} apart from this machine`)
}
