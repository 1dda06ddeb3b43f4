import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pino from 'pino'
import { version } from '../package.json'
import { isMemberships } from '../protocol/ids.ts'
import {
  type Config,
  ConfigError,
  operationsIn,
  randomSecret,
  readConfig,
  secretsIn,
} from './config.ts'
import { ensureLobby } from './domain/rooms/ensure-lobby.ts'
import { callers } from './doors/caller.ts'
import type { House } from './doors/door.ts'
import { Flood } from './doors/flood.ts'
import { openStreet } from './doors/http.ts'
import { metrics, type Sources } from './doors/management/metrics.ts'
import { openManagement } from './doors/management/port.ts'
import { Meter } from './doors/meter.ts'
import { memoryBus } from './hub/bus-memory.ts'
import { CannotJoin, openRedisBus } from './hub/bus-redis.ts'
import { Hub } from './hub/hub.ts'
import { Typing } from './hub/typing.ts'
import { Tokens } from './outside/tokens.ts'
import { DataLock } from './store/data-lock.ts'
import type { Database } from './store/database.ts'
import { CannotOpen, openDatabase } from './store/open.ts'
import { agreedSecret } from './store/secrets.ts'
import { CannotStart, Starting } from './store/starting.ts'
import { SqlStore } from './store/store.ts'
import { watchLobby } from './workers/lobby.ts'
import { watchPresence } from './workers/presence.ts'
import { watchQuickGuests } from './workers/quick.ts'
import { watchSearch } from './workers/search.ts'
import { watchTrash } from './workers/trash.ts'

/** The system on one screen: the only file that sees everything. */
export async function start(config: Config, log = openLog(config), starting = new Starting(log)) {
  const onError = (err: unknown) => log.error({ err }, 'unexpected')

  // Only a commit reaches the hub; where the hub has a hole, it reads the log.
  const lock = config.databaseUrl === '' ? new DataLock(config.data) : undefined
  const database = await openDatabase(config, starting)
  for (const warning of database.warnings) log.warn({}, `PARLANCE_DATABASE_URL: ${warning}`)
  const { jwtSecret, secret, apiKey } = await secretsOf(config, database)
  const bus = config.redisUrl === '' ? memoryBus() : await openRedisBus(config.redisUrl, onError)
  if (!(await database.enter(bus.isAlone ? 'the only one' : 'one of many')))
    throw new ConfigError(NOT_ALONE)
  const store = new SqlStore(database, {
    cursorSecret: secret,
    onCommit: (recorded) => {
      for (const event of recorded) {
        if (!isMemberships(event.log)) meter.committed++
        if (event.type === 'user.deleted') callerOf.forget(event.user.id)
      }
      hub.receive(recorded)
      search.receive(recorded)
    },
    onError,
  })
  const meter = new Meter()
  const search = watchSearch(store, onError)
  const hub: Hub = new Hub(bus, store, onError)
  const presence = await watchPresence(store, hub, bus, onError)
  const typing = new Typing(hub, presence.isElsewhere)

  const origins = new Set(config.origins)
  const tokens = new Tokens({
    appSecrets: [jwtSecret, config.jwtSecretPrevious].filter((s) => s !== undefined),
    appIssuer: config.jwtIssuer,
    ownSecret: secret,
  })
  const { commandsPerSecond } = config
  const flood = new Flood({ perSecond: commandsPerSecond, burst: commandsPerSecond * 3 })
  await bus.onGossip('flood', (word) => flood.owe(word))
  const lobby = await ensureLobby(store)
  const quickGuests = watchQuickGuests(store, hub, onError)
  const workers = [watchLobby(store, hub, lobby.id, onError), watchTrash(store, onError), search]

  const callerOf = callers(store, (token) => tokens.verify(token), origins)
  const house: House = {
    world: { store, presence, typing, credentials: tokens, policy: { guests: config.guests } },
    hub,
    past: store,
    checkWrites: () => store.checkWrites(),
    callerOf,
    flood,
    gossip: (word) => bus.gossip('flood', word),
    meter,
    log,
  }
  const street = openStreet(house, {
    host: config.host,
    port: config.port,
    lobby: lobby.id,
    origins,
    trustedProxies: config.trustedProxies,
    quickRooms: config.quickRooms && config.guests,
    version,
    web: join(import.meta.dir, '../web/dist'),
    graphql: {
      introspection: config.graphqlIntrospection,
      operations: operationsIn(config.graphqlOperations),
      only: config.graphqlOnly,
    },
  })
  const management = manage(
    config,
    apiKey,
    house,
    {
      version,
      meter,
      connections: street.connections,
      queues: () => ({ writes: store.waiting, search: search.waiting }),
      heard: () => hub.heard,
      isBusUp: () => hub.busState !== 'down',
    },
    street.graphql,
  )
  const ports = { port: street.port, managementPort: management?.port }
  lock?.listens(street.port)
  log.info({ ...ports, data: config.data }, 'started')

  /** Accepts nothing more, finishes what was begun, tells everyone to come back. */
  async function stop(): Promise<void> {
    const idle = workers.map((worker) => worker.stop())
    await management?.stop()
    await street.stop()
    await quickGuests.stop()
    typing.close()
    await presence.stop()
    await hub.close()
    await Promise.all(idle)
    await store.close()
    lock?.release()
    log.info('stopped')
  }

  return { ...ports, lobby: lobby.id, stop, log }
}

const openLog = ({ logLevel }: Config) =>
  pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true }))

/** The management port, unless it is off. */
function manage(
  config: Config,
  key: string | undefined,
  house: House,
  sources: Sources,
  graphql: ReturnType<typeof openStreet>['graphql'],
) {
  const { managementHost: host, managementPort: port } = config
  if (port === 'off') return undefined
  if (key === undefined) house.log.info(NO_KEY)
  try {
    const options = { host, port, key, version, graphql, metrics: () => metrics(sources) }
    return openManagement(house, options)
  } catch (error) {
    if (!isInUse(error)) throw error
    throw new ConfigError('PARLANCE_MANAGEMENT_PORT: the port is in use. Set another one, or off.')
  }
}

const NO_KEY =
  'PARLANCE_API_KEY: it is not set, so the management port takes only keys that were made before'

const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

export async function run(args: readonly string[]): Promise<void> {
  const { config, parlance } = await begin(args)
  const here = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(config.host)
    ? 'localhost'
    : config.host
  const url = `http://${here}:${parlance.port}`
  const manage =
    parlance.managementPort === undefined
      ? 'off'
      : `http://${config.managementHost}:${parlance.managementPort}/docs`
  console.log(
    `\n  Parlance ${version}\n\n  open   ${url}\n  API    ${url}/api/v1\n  manage ${manage}\n  data   ${place(config)}\n`,
  )

  process.on('uncaughtException', (err) => parlance.log.error({ err }, 'uncaught'))
  process.on('unhandledRejection', (err) => parlance.log.error({ err }, 'unhandled'))
}

/** Also while the start is under way. */
function stopOnSignals(stop: () => Promise<unknown>): void {
  let stopping = 0
  for (const signal of signalsToStop())
    process.on(signal, async () => {
      // A terminal and `npm` may both pass on the same Ctrl+C; a second one, later, is meant.
      if (stopping > 0 && Date.now() - stopping > 500) process.exit(1)
      if (stopping > 0) return
      stopping = Date.now()
      await stop()
      process.exit(0)
    })
}

/** A handler of SIGHUP would undo `nohup`: then the server goes on when its terminal is closed. */
function signalsToStop(): NodeJS.Signals[] {
  const ignored = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const isHangupIgnored = /^SigIgn:\s*\w*[13579bdf]$/m.test(ignored)
  return ['SIGTERM', 'SIGINT', ...(isHangupIgnored ? [] : (['SIGHUP'] as const))]
}

const NOT_ALONE =
  'PARLANCE_REDIS_URL: another Parlance is on this database. Set the same redis://… for all of them.'

/** What is not given is made at the first start: in the data folder, or for all nodes on a database. */
async function secretsOf(config: Config, database: Database) {
  const agreed = (name: string) => agreedSecret(database, name, randomSecret)
  const kept = config.databaseUrl === '' ? secretsIn(config.data) : undefined
  return {
    jwtSecret: config.jwtSecret ?? kept?.jwtSecret ?? (await agreed('jwt-secret')),
    secret: config.secret ?? kept?.secret ?? (await agreed('secret')),
    // Nobody could read one that lies in a database, so there it is the operator's to give.
    apiKey: config.apiKey ?? kept?.apiKey,
  }
}

/** Where what is said is kept, without the password. */
function place({ databaseUrl, data }: Config): string {
  if (databaseUrl === '') return resolve(data)
  const { protocol, host, pathname } = new URL(databaseUrl)
  return `${protocol}//${host}${pathname}`
}

async function begin(args: readonly string[]) {
  try {
    const config = readConfig(args, process.env)
    const log = openLog(config)
    const starting = new Starting(log)
    let stop = () => starting.stop()
    stopOnSignals(() => stop())
    const parlance = await start(config, log, starting)
    stop = () => Promise.race([parlance.stop(), Bun.sleep(9000)])
    return { config, parlance }
  } catch (error) {
    if (error instanceof ConfigError || error instanceof CannotStart) console.error(error.message)
    else if (error instanceof CannotJoin) console.error(`PARLANCE_REDIS_URL: ${error.message}`)
    else if (error instanceof CannotOpen) console.error(`PARLANCE_DATABASE_URL: ${error.message}`)
    else if (isInUse(error))
      console.error('PARLANCE_PORT: the port is in use. Stop what uses it, or set another one.')
    else throw error
    process.exit(2)
  }
}

if (import.meta.main) await run(process.argv.slice(2))
