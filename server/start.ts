import { join } from 'node:path'
import pino from 'pino'
import { version } from '../package.json'
import { isMemberships } from '../protocol/ids.ts'
import { Tokens } from './adapters/tokens.ts'
import { type Config, ConfigError, randomSecret, readOperations, storedSecrets } from './config.ts'
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
  // Until the server is up an error is not logged: it may be the reason why the start fails.
  let isUp = false
  let cause: unknown
  const onError = (err: unknown) => {
    if (isUp) log.error({ err }, 'unexpected error')
    else cause = err
  }

  // Only committed events reach the hub. If the hub has a gap, it reads the log.
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
    onCommit: (events) => {
      for (const event of events) {
        if (!isMemberships(event.log)) meter.committed++
        if (event.type === 'user.deleted') authenticator.forget(event.user.id)
      }
      hub.publish(events)
      search.receive(events)
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
      `PARLANCE_TRUSTED_PROXIES: the proxy at ${address} is not in it, so all users behind this proxy share one address and its limits: add it`,
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
  await bus.onBroadcast('rate-usage', (usage) => rateLimiter.addRemote(usage))
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
      policy: {
        guests: config.guests,
        requests: config.requests,
        requestsPerUser: config.requestsPerUser,
      },
    },
    hub,
    replaySource: store,
    checkWrites: () => store.checkWrites(),
    authenticator,
    sites,
    rateLimiter,
    broadcast: (usage) => bus.broadcast('rate-usage', usage),
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
        operations: readOperations(config.graphqlOperations),
        only: config.graphqlOnly,
      },
    }),
  )
  const management = await startManagement(
    config,
    apiKey,
    services,
    {
      version,
      meter,
      connections: clientPort.connections,
      limited: clientPort.limited,
      queues: () => ({ writes: store.waiting, search: search.waiting }),
      published: () => hub.publishedCount,
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

  /** Accepts no more requests, finishes those that are running, and asks all clients to reconnect. */
  async function stop(): Promise<void> {
    const stopped = workers.map((worker) => worker.stop())
    await management?.stop()
    await clientPort.stop()
    await quickGuests.stop()
    typing.close()
    await presence.stop()
    await hub.close()
    await Promise.all(stopped)
    await store.close()
    lock?.release()
    log.info('stopped')
  }

  return { ...ports, lobby: lobby.id, stop, log }
}

export const openLog = ({ logLevel }: Config) =>
  pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true }))

/** Opens the management port, unless it is off. */
async function startManagement(
  config: Config,
  key: string | undefined,
  services: Services,
  sources: Sources,
  graphql: ReturnType<typeof openClientPort>['graphql'],
) {
  const { managementHost: host, managementPort: port } = config
  if (port === 'off') return undefined
  if (key === undefined) services.log.info(NO_KEY)
  // A port on a loopback address is reached from this machine only, so it has no other host name.
  const sites = new Sites(isLoopback(host) ? [] : config.url, [], new TrustedProxies([]))
  const options = { host, port, key, version, graphql, sites, metrics: () => metrics(sources) }
  return listening('PARLANCE_MANAGEMENT_HOST', { address: host, port }, () =>
    openManagement(services, options),
  )
}

const NO_URL =
  'PARLANCE_URL: it is not set, so only requests for an IP address or localhost are accepted: set it if the server has a name'

const NO_KEY =
  'PARLANCE_API_KEY: it is not set, so the management port accepts only keys that were created earlier'

/** The first start generates the secrets that are not set, in the data folder or for all nodes of a database. */
async function secretsOf(config: Config, database: Database) {
  const sharedSecret = (name: string) => agreedSecret(database, name, randomSecret)
  const stored = config.databaseUrl === '' ? storedSecrets(config.data) : undefined
  return {
    jwtSecret: config.jwtSecret ?? stored?.jwtSecret ?? (await sharedSecret('jwt-secret')),
    secret: config.secret ?? stored?.secret ?? (await sharedSecret('secret')),
    // Not generated for a database server: the operator could not read it there.
    apiKey: config.apiKey ?? stored?.apiKey,
  }
}

const NOT_ALONE =
  'PARLANCE_REDIS_URL: another Parlance server uses this database: set the same redis://… for all of them'
