import { join, resolve } from 'node:path'
import pino from 'pino'
import { version } from '../package.json'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ensureLobby } from './domain/rooms/ensure-lobby.ts'
import { callers } from './doors/caller.ts'
import { Flood } from './doors/flood.ts'
import { openStreet } from './doors/http.ts'
import { Hub } from './hub/hub.ts'
import { Tickets } from './outside/tickets.ts'
import { Tokens } from './outside/tokens.ts'
import { CannotOpen, openDatabase } from './store/open.ts'
import { SqlStore } from './store/store.ts'
import { watchLobby } from './workers/lobby.ts'

/** The system on one screen: the only file that sees everything. */
export async function start(config: Config) {
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }))
  const onError = (err: unknown) => log.error({ err }, 'unexpected')

  // Only a commit reaches the hub; where the hub has a hole, it reads the log.
  const database = await openDatabase(config)
  for (const warning of database.warnings) log.warn({}, `PARLANCE_DATABASE_URL: ${warning}`)
  const store = new SqlStore(database, {
    cursorSecret: config.secret,
    onCommit: (events) => hub.receive(events),
    onError,
  })
  const hub: Hub = new Hub((...range) => store.between(...range), onError)

  const origins = new Set(config.origins)
  const tickets = new Tickets()
  const tokens = new Tokens({
    appSecrets: [config.jwtSecret, config.jwtSecretPrevious].filter((s) => s !== undefined),
    appIssuer: config.jwtIssuer,
    ownSecret: config.secret,
  })
  const lobby = await ensureLobby(store)
  const watch = watchLobby(store, hub, lobby.id, onError)

  const street = openStreet(
    {
      world: {
        store,
        credentials: {
          guestToken: (user) => tokens.guestToken(user),
          ticket: (caller) => tickets.ticket(caller),
        },
        policy: { guests: config.guests },
      },
      hub,
      past: store,
      callerOf: callers(
        store,
        { verify: (token) => tokens.verify(token), redeem: (ticket) => tickets.redeem(ticket) },
        origins,
      ),
      flood: new Flood({
        perSecond: config.commandsPerSecond,
        burst: config.commandsPerSecond * 3,
      }),
      log,
    },
    {
      host: config.host,
      port: config.port,
      lobby: lobby.id,
      origins,
      version,
      web: join(import.meta.dir, '../web/dist'),
    },
  )
  log.info({ port: street.port, data: config.data }, 'started')

  /** Accepts nothing more, finishes what was begun, tells everyone to come back. */
  async function stop(): Promise<void> {
    watch.stop()
    await street.stop()
    hub.close()
    await store.close()
    log.info('stopped')
  }

  return { port: street.port, lobby: lobby.id, stop, log }
}

if (import.meta.main) await run(process.argv.slice(2))

export async function run(args: readonly string[]): Promise<void> {
  const { config, parlance } = await begin(args)
  const here = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(config.host)
    ? 'localhost'
    : config.host
  const url = `http://${here}:${parlance.port}`
  console.log(
    `\n  Parlance ${version}\n\n  open   ${url}\n  API    ${url}/api/v1\n  data   ${place(config)}\n`,
  )

  process.on('uncaughtException', (err) => parlance.log.error({ err }, 'uncaught'))
  process.on('unhandledRejection', (err) => parlance.log.error({ err }, 'unhandled'))
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, async () => {
      if (stopping) process.exit(1)
      stopping = true
      await Promise.race([parlance.stop(), Bun.sleep(9000)])
      process.exit(0)
    })
}

/** Where what is said is kept, without the password. */
function place({ databaseUrl, data }: Config): string {
  if (databaseUrl === '') return resolve(data)
  const { protocol, host, pathname } = new URL(databaseUrl)
  return `${protocol}//${host}${pathname} (secrets in ${resolve(data)})`
}

async function begin(args: readonly string[]) {
  try {
    const config = readConfig(args, process.env)
    return { config, parlance: await start(config) }
  } catch (error) {
    if (error instanceof ConfigError) console.error(error.message)
    else if (error instanceof CannotOpen) console.error(`PARLANCE_DATABASE_URL: ${error.message}`)
    else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      console.error('PARLANCE_PORT: the port is in use. Stop what uses it, or set another one.')
    else throw error
    process.exit(2)
  }
}
