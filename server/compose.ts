import { version } from '../package.json'
import { isMemberships, ownerOf, type UserId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { ErasureFile } from './adapters/erasure-file.ts'
import { OidcProviders } from './adapters/oidc.ts'
import { PasswordHasher } from './adapters/passwords.ts'
import { OpaqueTokens } from './adapters/session-tokens.ts'
import { Tokens } from './adapters/tokens.ts'
import { AuthenticatorCodes } from './adapters/totp-codes.ts'
import { WebauthnAdapter } from './adapters/webauthn.ts'
import { type Config, ConfigError } from './config.ts'
import { applyRemembered } from './domain/erasures/apply-remembered.ts'
import { ensureLobby } from './domain/rooms/ensure-lobby.ts'
import { memoryBus } from './hub/bus-memory.ts'
import { Hub } from './hub/hub.ts'
import { Typing } from './hub/typing.ts'
import { codeOf } from './jobs/kinds.ts'
import { JobRunner } from './jobs/runner.ts'
import { policyOf, retentionOf } from './policy.ts'
import { oidcIssuers } from './settings/oidc-issuers.ts'
import { backupServices, everyMs, kindsOf, requireBucketKey } from './start-backups.ts'
import { requireHookSecret, startContent } from './start-content.ts'
import { startDemo } from './start-demo.ts'
import { NOT_ALONE } from './start-errors.ts'
import { mailServices, requireSender } from './start-mail.ts'
import { secretsOf } from './start-secrets.ts'
import { DataLock } from './store/engine/data-lock.ts'
import { openDatabase } from './store/engine/open.ts'
import type { StartUp } from './store/migrations/start-up.ts'
import { SqlStore } from './store/store.ts'
import { openAuthenticator } from './transports/authenticator.ts'
import { Sites } from './transports/http/sites.ts'
import { TrustedProxies } from './transports/http/trusted-proxies.ts'
import { DailyUsage } from './transports/limits/daily-usage.ts'
import { RateLimiter } from './transports/limits/rate-limiter.ts'
import { Meter } from './transports/meter.ts'
import type { Logger, Services } from './transports/services.ts'
import { BannedNetworks } from './workers/banned-networks.ts'
import { watchEventLoop } from './workers/event-loop.ts'
import { watchLobby } from './workers/lobby.ts'
import { watchPresence } from './workers/presence.ts'
import { watchQuickGuests } from './workers/quick.ts'
import { watchSearch } from './workers/search.ts'

/** Where the server is reached, and what has started with it. */
export type App = Awaited<ReturnType<typeof compose>>

/**
 * Builds the server without its two ports, from every part of it. `port`: the client port, once it is open. `isDemo`: see
 * startDemo. The command
 * line uses the same server without ports to work on a database that no server uses.
 */
export async function compose(
  config: Config,
  log: Logger,
  starting: StartUp,
  port: () => number | undefined = () => undefined,
  isDemo = false,
) {
  requireSender(config)
  requireHookSecret(config)
  await requireBucketKey(config)
  // Until the server is up an error is not logged: it may be the reason why the start fails.
  let isUp = false
  let cause: unknown
  const onError = (err: unknown) => {
    if (isUp) log.error({ err }, 'unexpected error')
    else cause = err
  }

  // Only committed events reach the hub. If the hub has a gap, it reads the log.
  const issuers = oidcIssuers(config)
  const lock = config.databaseUrl === '' ? new DataLock(config.data) : undefined
  const meter = new Meter()
  const tracer = await tracerOf(config)
  meter.tracing = tracer
  const onBroken = (err: unknown) => {
    log.error({ err }, BROKEN)
    // By then the refusals have been sent.
    setTimeout(() => process.exit(1), 100)
  }
  const events = { onStatement: meter.ranStatement, onBroken }
  const database = await openDatabase(config, starting, events).catch((error) => {
    lock?.release()
    throw error
  })
  const setting = config.databaseUrl === '' ? 'PARLANCE_DATA' : 'PARLANCE_DATABASE_URL'
  for (const warning of database.warnings) log.warn({}, `${setting}: ${warning}`)
  const { jwtSecret, secret, apiKey, epoch } = await secretsOf(config, database)
  const openBus = async () => {
    if (config.redisUrl === '') return memoryBus()
    // The client is loaded only where it is used.
    const { openRedisBus } = await import('./hub/bus-redis.ts')
    return openRedisBus(config.redisUrl, onError, (line) => log.warn(`PARLANCE_REDIS_URL: ${line}`))
  }
  const bus = await openBus()
  if (!(await database.enter(bus.isAlone ? 'the only one' : 'one of many')))
    throw new ConfigError(NOT_ALONE)
  const cursorSecret = epoch === undefined ? secret : `${secret} ${epoch}`
  const store = new SqlStore(database, {
    cursorSecret,
    replayMs: retentionOf(config).replayMs,
    onCommit: (events) => {
      for (const event of events) {
        if (!isMemberships(event.log)) meter.committed++
        if (event.type === 'message.created') roomRate.charge(event.log, 1)
        const user = endedBy(event)
        if (user === undefined) continue
        authenticator.forget(user)
        bus.broadcast('forget', user)
      }
      if (tracer === undefined) hub.publish(events)
      else tracer.publish(events.length, () => hub.publish(events))
      search.receive(events)
    },
    onJobs: () => jobs.wake(),
    onStored: (startedAt) => meter.stored(startedAt),
    onError,
  })
  const tracedStore = tracer?.store(store) ?? store
  const roomRate = new RateLimiter({
    name: 'room',
    perSecond: config.roomMessagesPerSecond,
    burst: config.roomMessagesPerSecond * 3,
  })
  const erasureRecord = new ErasureFile(config.data)
  const jobs: JobRunner = new JobRunner({
    services: {
      store: tracedStore,
      erasureRecord,
      retention: retentionOf(config),
      mail: mailServices(config, secret, meter, log),
      backups: backupServices(config),
    },
    codeOf: (kind) => {
      const code = codeOf(kind)
      return tracer === undefined ? code : (run, job) => tracer.job(kind, () => code(run, job))
    },
    kinds: kindsOf(config),
    everyMs: everyMs(config),
    onRun: meter.ranJob,
    onError,
  })
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
    roleClaim: config.jwtRoleClaim,
    ownSecret: secret,
    now: store.clock.now,
  })
  const { commandsPerSecond } = config
  const rateLimiter = new RateLimiter({
    name: 'user',
    perSecond: commandsPerSecond,
    burst: commandsPerSecond * 3,
  })
  await bus.onBroadcast('rate-usage', (usage) => rateLimiter.addRemote(usage))
  await bus.onBroadcast('room-usage', (usage) => roomRate.addRemote(usage))
  const lobby = await ensureLobby(store).catch((error) => Promise.reject(cause ?? error))
  const quickGuests = watchQuickGuests(store, hub, onError)
  const bannedNetworks = new BannedNetworks(store, onError)
  await bannedNetworks.read()
  const { wordFilter, hook } = await startContent({ config, store, bus, meter, log, onError })
  const ofLobby = watchLobby(store, hub, lobby.id, onError)
  const eventLoop = watchEventLoop(meter.ticked)
  const workers = [ofLobby, search, jobs, bannedNetworks, wordFilter, eventLoop]

  const usage = new DailyUsage(store, store.clock.now, config)
  const passwords = new PasswordHasher()
  const sessionTokens = new OpaqueTokens(secret)
  const identityProviders = new OidcProviders({
    issuers,
    secret,
    now: store.clock.now,
    onFailure: (provider, reason) =>
      log.warn({ provider, reason }, 'a sign-in provider gave no valid answer'),
  })
  const verify = (token: string) => tokens.verify(token)
  const authenticator = openAuthenticator(store, verify, sessionTokens, sites)
  await bus.onBroadcast('forget', (user) => authenticator.forget(user as UserId))
  await applyRemembered(store, erasureRecord)
  const services: Services = {
    ports: {
      store: tracedStore,
      presence,
      typing,
      indexing: search,
      turns: rateLimiter.turns,
      credentials: tokens,
      passwords,
      totpCodes: new AuthenticatorCodes(secret, issuerOf(config)),
      webauthn: new WebauthnAdapter(siteOf(config, () => port() ?? config.port)),
      sessionTokens,
      identityProviders,
      policy: policyOf(config),
      roomRate,
      wordFilter,
      hook,
    },
    hub,
    replaySource: store,
    checkWrites: () => store.checkWrites(),
    authenticator,
    sites,
    bannedNetworks,
    rateLimiter,
    roomRate,
    usage,
    broadcast: (topic, message) => bus.broadcast(topic, message),
    meter,
    log,
  }
  const ofStore = { cursorSecret, onCommit: search.receive, onError }
  const demo = await startDemo(isDemo, { config, database, ports: services.ports, ...ofStore })
  jobs.start()
  /** From now on errors are logged, also the first one of the start. */
  function ready(): void {
    isUp = true
    if (cause !== undefined) onError(cause)
  }
  /** `closePorts` is called when no more work begins. */
  async function stop(closePorts = async (): Promise<void> => undefined): Promise<void> {
    const stopped = workers.map((worker) => worker.stop())
    await closePorts()
    await quickGuests.stop()
    typing.close()
    await presence.stop()
    await hub.close()
    await Promise.all(stopped)
    await Promise.race([usage.close().catch(onError), Bun.sleep(2000)])
    await store.close()
    await tracer?.stop()
    lock?.release()
  }
  const queues = () => ({
    writes: store.waiting,
    search: search.waiting,
    passwords: passwords.waiting,
    hook: hook.waiting,
  })
  return { services, lobby, apiKey, lock, demo, queues, ready, stop }
}

/** Undefined if tracing is off. The library is loaded only if it is on. */
async function tracerOf({ tracesUrl: url, tracesShare: share }: Config) {
  if (url === undefined) return undefined
  const { openTracer } = await import('./adapters/tracer.ts')
  return openTracer({ url, share, version })
}

/** What authenticator apps call this server. */
const issuerOf = ({ url: [url] }: Config): string =>
  url === undefined ? 'Parlance' : new URL(url).hostname
/** The site of passkeys: they are valid for one host name, and the names below it. */
function siteOf({ url: [url, ...others] }: Config, port: () => number) {
  if (url === undefined) return { host: 'localhost', origins: () => [`http://localhost:${port()}`] }
  const host = new URL(url).hostname
  const isOfHost = (other: string) => `.${new URL(other).hostname}`.endsWith(`.${host}`)
  return { host, origins: () => [url, ...others.filter(isOfHost)] }
}
/** The user whose tokens are read again after this event: they are over, or their user is banned, or not any more. */
const endedBy = (event: CommittedEvent): UserId | undefined =>
  FORGETTING.has(event.type) ? ownerOf(event.log) : undefined

const BROKEN =
  'the disk reports an error, and may have lost the last changes, which were refused: the server ends. Check the disk, then start it again'

const FORGETTING = new Set<CommittedEvent['type']>([
  'user.deleted',
  'session.ended',
  'sanction.created',
  'sanction.ended',
])
