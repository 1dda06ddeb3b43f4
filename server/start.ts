import { join } from 'node:path'
import pino from 'pino'
import { version } from '../package.json'
import { isMemberships } from '../protocol/ids.ts'
import { Tokens } from './adapters/tokens.ts'
import { type Config, ConfigError, operationsIn, randomSecret, secretsIn } from './config.ts'
import { ensureLobby } from './domain/rooms/ensure-lobby.ts'
import { memoryBus } from './hub/bus-memory.ts'
import { openRedisBus } from './hub/bus-redis.ts'
import { Hub } from './hub/hub.ts'
import { Typing } from './hub/typing.ts'
import { readableByOthers } from './settings/readable.ts'
import { listening } from './start-errors.ts'
import { DataLock } from './store/engine/data-lock.ts'
import type { Database } from './store/engine/database.ts'
import { openDatabase } from './store/engine/open.ts'
import { agreedSecret } from './store/engine/secrets.ts'
import { StartUp } from './store/migrations/start-up.ts'
import { SqlStore } from './store/store.ts'
import { openAuthenticator } from './transports/authenticator.ts'
import { openClientPort } from './transports/http/client-port.ts'
import { isLoopback, Sites } from './transports/http/sites.ts'
import { TrustedProxies } from './transports/http/trusted-proxies.ts'
import { RateLimiter } from './transports/limits/rate-limiter.ts'
import { metrics, type Sources } from './transports/management/metrics.ts'
import { openManagement } from './transports/management/port.ts'
import { Meter } from './transports/meter.ts'
import type { Services } from './transports/services.ts'
import { watchLobby } from './workers/lobby.ts'
import { watchPresence } from './workers/presence.ts'
import { watchQuickGuests } from './workers/quick.ts'
import { watchSearch } from './workers/search.ts'
import { watchUndoBuffer } from './workers/undo-buffer.ts'

/** Builds the whole server: the only file that imports every part. */
export async function start(config: Config, log = openLog(config), starting = new StartUp(log)) {
  // Until it is up an error is a reason not to start, and told as that.
  let isUp = false
  let cause: unknown
  const onError = (err: unknown) => {
    if (isUp) log.error({ err }, 'unexpected')
    else cause = err
  }

  // Only a commit reaches the hub; where the hub has a hole, it reads the log.
  const lock = config.databaseUrl === '' ? new DataLock(config.data) : undefined
  const database = await openDatabase(config, starting)
  for (const warning of database.warnings) log.warn({}, `PARLANCE_DATABASE_URL: ${warning}`)
  const { jwtSecret, secret, apiKey } = await secretsOf(config, database)
  const bus =
    config.redisUrl === ''
      ? memoryBus()
      : await openRedisBus(config.redisUrl, onError, (line) =>
          log.warn(`PARLANCE_REDIS_URL: ${line}`),
        )
  if (!(await database.enter(bus.isAlone ? 'the only one' : 'one of many')))
    throw new ConfigError(NOT_ALONE)
  const store = new SqlStore(database, {
    cursorSecret: secret,
    onCommit: (recorded) => {
      for (const event of recorded) {
        if (!isMemberships(event.log)) meter.committed++
        if (event.type === 'user.deleted') authenticator.forget(event.user.id)
      }
      hub.publish(recorded)
      search.receive(recorded)
    },
    onError,
  })
  const meter = new Meter()
  const search = watchSearch(store, onError)
  const hub: Hub = new Hub(bus, store, onError)
  const presence = await watchPresence(store, hub, bus, store.clock.now, onError)
  const typing = new Typing(hub, presence.isElsewhere, store.clock.now)

  const proxies = new TrustedProxies(config.trustedProxies, (address) =>
    log.warn(
      `PARLANCE_TRUSTED_PROXIES: a proxy at ${address} is none of them, so all who come through it share one address and its limits`,
    ),
  )
  const sites = new Sites(config.url, config.origins, proxies)
  const tokens = new Tokens({
    appSecrets: [jwtSecret, config.jwtSecretPrevious].filter((s) => s !== undefined),
    appIssuer: config.jwtIssuer,
    appAudience: config.jwtAudience,
    ownSecret: secret,
    now: store.clock.now,
  })
  const { commandsPerSecond } = config
  const rateLimiter = new RateLimiter({
    perSecond: commandsPerSecond,
    burst: commandsPerSecond * 3,
  })
  await bus.onBroadcast('rate-usage', (word) => rateLimiter.addRemote(word))
  const lobby = await ensureLobby(store).catch((error) => Promise.reject(cause ?? error))
  const quickGuests = watchQuickGuests(store, hub, onError)
  const workers = [
    watchLobby(store, hub, lobby.id, onError),
    watchUndoBuffer(store, onError),
    search,
  ]

  const authenticator = openAuthenticator(store, (token) => tokens.verify(token), sites)
  const services: Services = {
    ports: {
      store,
      presence,
      typing,
      indexing: search,
      credentials: tokens,
      policy: { guests: config.guests },
    },
    hub,
    replaySource: store,
    checkWrites: () => store.checkWrites(),
    authenticator,
    sites,
    rateLimiter,
    broadcast: (word) => bus.broadcast('rate-usage', word),
    meter,
    log,
  }
  const { host, port } = config
  const clientPort = await listening('PARLANCE_HOST', { address: host, port }, () =>
    openClientPort(services, {
      host,
      port,
      lobby: lobby.id,
      origins: new Set(config.origins),
      addressLimits: {
        proxies: sites.proxies,
        perSecond: config.addressPerSecond,
        connections: {
          perNode: config.connections,
          perAddress: config.connectionsPerAddress,
          perUser: config.connectionsPerUser,
        },
      },
      quickRooms: config.quickRooms && config.guests,
      version,
      web: join(import.meta.dir, '../web/dist'),
      graphql: {
        introspection: config.graphqlIntrospection,
        operations: operationsIn(config.graphqlOperations),
        only: config.graphqlOnly,
      },
    }),
  )
  const management = await manage(
    config,
    apiKey,
    services,
    {
      version,
      meter,
      connections: clientPort.connections,
      limited: clientPort.limited,
      queues: () => ({ writes: store.waiting, search: search.waiting }),
      received: () => hub.publishedCount,
      isBusUp: () => hub.busState !== 'down',
    },
    clientPort.graphql,
  )
  const ports = { port: clientPort.port, managementPort: management?.port }
  lock?.listens(clientPort.port)
  isUp = true
  if (cause !== undefined) onError(cause)
  if (config.url.length === 0 && !isLoopback(config.host)) log.warn(NO_URL)
  if (lock !== undefined) for (const line of readableByOthers(config.data)) log.warn(line)
  log.info({ ...ports, data: config.data }, 'started')

  /** Accepts nothing more, finishes what was begun, tells everyone to come back. */
  async function stop(): Promise<void> {
    const idle = workers.map((worker) => worker.stop())
    await management?.stop()
    await clientPort.stop()
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

export const openLog = ({ logLevel }: Config) =>
  pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true }))

/** The management port, unless it is off. */
async function manage(
  config: Config,
  key: string | undefined,
  services: Services,
  sources: Sources,
  graphql: ReturnType<typeof openClientPort>['graphql'],
) {
  const { managementHost: host, managementPort: port } = config
  if (port === 'off') return undefined
  if (key === undefined) services.log.info(NO_KEY)
  // What only this machine reaches is known by no other name.
  const sites = new Sites(isLoopback(host) ? [] : config.url, [], new TrustedProxies([]))
  const options = { host, port, key, version, graphql, sites, metrics: () => metrics(sources) }
  return listening('PARLANCE_MANAGEMENT_HOST', { address: host, port }, () =>
    openManagement(services, options),
  )
}

const NO_URL =
  'PARLANCE_URL: it is not set, so requests are taken that name an address or localhost as their host, and no others'

const NO_KEY =
  'PARLANCE_API_KEY: it is not set, so the management port takes only keys that were made before'

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

const NOT_ALONE =
  'PARLANCE_REDIS_URL: another Parlance is on this database. Set the same redis://… for all of them.'
