import { join } from 'node:path'
import pino from 'pino'
import { version } from '../package.json'
import { compose } from './compose.ts'
import type { Config } from './config.ts'
import { offerAdministrator } from './domain/accounts/offer-administrator.ts'
import { readOperations } from './settings/operations.ts'
import { readableByOthers } from './settings/readable.ts'
import { rememberedBackupState } from './start-backups.ts'
import { listening, NO_URL } from './start-errors.ts'
import { startManagement } from './start-management.ts'
import { StartUp } from './store/migrations/start-up.ts'
import { openClientPort } from './transports/http/client-port.ts'
import { isLoopback } from './transports/http/sites.ts'

/** The web app. The binary's own files are beside the program: bin/package/binary.ts. */
const WEB = join(import.meta.dir, Bun.isStandaloneExecutable ? 'dist' : '../web/dist')
/**
 * The documentation. From source its pages are built when the first one is asked for, by another process: that takes
 * seconds of CPU time, which the server needs for its clients.
 */
const MANUAL = {
  folder: join(import.meta.dir, Bun.isStandaloneExecutable ? 'manual' : '../site/manual'),
  prepare: async (): Promise<void> => {
    if (Bun.isStandaloneExecutable) return
    const builder = Bun.spawn([process.execPath, join(import.meta.dir, '../site/build.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const says = await new Response(builder.stderr).text()
    if ((await builder.exited) !== 0) throw new Error(`the documentation was not built: ${says}`)
  },
}

/** Builds the server, and opens its two ports. */
export async function start(
  config: Config,
  log = openLog(config),
  starting = new StartUp(log),
  isDemo = false,
  web = WEB,
) {
  let openPort: number | undefined
  const app = await compose(config, log, starting, () => openPort, isDemo)
  const { services, lobby, apiKey, lock } = app
  const { ports, hub, meter, sites } = services
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
      web,
      manual: MANUAL,
      graphql: {
        introspection: config.graphqlIntrospection,
        operations: readOperations(config.graphqlOperations),
        only: config.graphqlOnly,
      },
    }),
  )
  openPort = clientPort.port
  const management = await startManagement(
    config,
    apiKey,
    services,
    {
      version,
      meter,
      connections: clientPort.connections,
      limited: clientPort.limited,
      queues: app.queues,
      jobs: () => ports.store.read((reader) => reader.jobs.count()),
      published: () => hub.publishedCount,
      backups: rememberedBackupState(config),
      isBusUp: () => hub.busState !== 'down',
    },
    clientPort.graphql,
  )
  const open = { port: clientPort.port, managementPort: management?.port }
  lock?.listens(clientPort.port)
  app.ready()
  if (config.url.length === 0 && !isLoopback(config.host)) log.warn(NO_URL)
  if (lock !== undefined) for (const line of readableByOthers(config.data)) log.warn(line)
  log.info({ ...open, data: config.data }, 'started')

  /** Accepts no more requests, finishes those that are running, and asks all clients to reconnect. */
  async function stop(): Promise<void> {
    await app.stop(async () => {
      await management?.stop()
      await clientPort.stop()
    })
    log.info('stopped')
  }

  /** The code of a new link to become the first administrator; undefined if there is one already. */
  const administratorLink = async () =>
    config.accounts === 'off' ? undefined : offerAdministrator(ports.store)

  return { ...open, lobby: lobby.id, administratorLink, demo: app.demo, stop, log }
}

export const openLog = ({ logLevel }: Config) =>
  pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true }))
