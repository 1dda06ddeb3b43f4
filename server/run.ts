import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { version } from '../package.json'
import { type Config, ConfigError, help, readConfig } from './config.ts'
import { StartUp } from './store/migrations/start-up.ts'

/**
 * Runs the server from the command line. `prepare` is called only if a server is started. The server's parts are loaded
 * after the settings are read: `--help` and a wrong setting are answered at once.
 */
export async function run(
  args: readonly string[],
  prepare = async (): Promise<unknown> => undefined,
): Promise<void> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return console.log(HELP)
  if (args.some((arg) => arg === '--version' || arg === '-v')) return console.log(version)
  const isDemo = args.includes(DEMO)
  const flags = args.filter((arg) => arg !== DEMO)
  const { config, parlance } = await startOrExit(flags, isDemo, prepare)
  process.on('uncaughtException', (err) => parlance.log.error({ err }, 'uncaught exception'))
  process.on('unhandledRejection', (err) => parlance.log.error({ err }, 'unhandled rejection'))
  const hostName = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(config.host)
    ? 'localhost'
    : config.host
  const url = `http://${hostName}:${parlance.port}`
  const management =
    parlance.managementPort === undefined
      ? 'off'
      : `http://${config.managementHost}:${parlance.managementPort}/docs`
  // The server serves users by now, and must not end because the database fails at this moment.
  const code = await parlance.administratorLink().catch((err) => {
    parlance.log.error({ err }, NO_LINK)
    return undefined
  })
  const claim = code && `\n  admin  ${config.url[0] ?? url}/#link=${code} (once, within 24 hours)`
  const { demo } = parlance
  const signIn = demo && `\n  demo   sign in as ${demo.handle} with the password ${demo.password}`
  console.log(
    `\n  Parlance ${version}\n\n  open   ${url}\n  docs   ${url}/docs\n  API    ${url}/api/v1\n  manage ${management}\n  data   ${dataLocation(config)}${claim ?? ''}${signIn ?? ''}\n`,
  )
}

/** An error before the server runs is one line, and the process exits with code 2. */
async function startOrExit(
  args: readonly string[],
  isDemo: boolean,
  prepare: () => Promise<unknown>,
) {
  let config: Config | undefined
  const fail = async (error: unknown): Promise<never> => {
    if (error instanceof ConfigError) console.error(error.message)
    else console.error((await import('./start-errors.ts')).startError(error, config))
    process.exit(2)
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail)
  try {
    const warnings: string[] = []
    config = readConfig(args, process.env, (line) => warnings.push(line))
    const { openLog, start } = await import('./start.ts')
    const log = openLog(config)
    for (const line of warnings) log.warn(line)
    const starting = new StartUp(log)
    let stop: () => Promise<unknown> = () => starting.stop()
    stopOnSignals(() => stop())
    await prepare()
    const parlance = await start(config, log, starting, isDemo)
    stop = () => Promise.race([parlance.stop(), Bun.sleep(9000)])
    process.off('uncaughtException', fail).off('unhandledRejection', fail)
    return { config, parlance }
  } catch (error) {
    return fail(error)
  }
}

/** A signal also stops a server that is still starting. */
function stopOnSignals(stop: () => Promise<unknown>): void {
  let stoppedAt = 0
  for (const signal of signalsToStop())
    process.on(signal, async () => {
      // A terminal and `npm` can both send the same Ctrl+C. Only a later one means: stop at once.
      if (stoppedAt > 0 && performance.now() - stoppedAt > 500) process.exit(1)
      if (stoppedAt > 0) return
      stoppedAt = performance.now()
      await stop()
      process.exit(0)
    })
}

/** Under `nohup` SIGHUP must stay ignored, so that the server continues when its terminal is closed. */
function signalsToStop(): NodeJS.Signals[] {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const isHangupIgnored = /^SigIgn:\s*\w*[13579bdf]$/m.test(status)
  return ['SIGTERM', 'SIGINT', ...(isHangupIgnored ? [] : (['SIGHUP'] as const))]
}

const DEMO = '--demo'
const NO_LINK =
  'the link for the first administrator could not be created: start the server again when the database is available'

const HELP = `Parlance ${version}, a self-hosted chat server

  npm start -- [--flag value …]

Each setting is a flag, an environment variable, or a key of parlance.toml (as in: port = 9000). The first one that
is set is used; if none is, the default is used, which is printed before the description.

${help()}

  --demo                     fills an empty database with an invented company
  --help, --version`

/** Where the data is stored, without the password. */
export function dataLocation({ databaseUrl, data }: Config): string {
  if (databaseUrl === '') return resolve(data)
  const { protocol, host, pathname } = new URL(databaseUrl)
  return `${protocol}//${host}${pathname}`
}
