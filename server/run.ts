import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { version } from '../package.json'
import { type Config, help, readConfig } from './config.ts'
import { openLog, start } from './start.ts'
import { startError } from './start-errors.ts'
import { StartUp } from './store/migrations/start-up.ts'

/** From the command line. What is to be `prepare`d is not where nothing is started. */
export async function run(
  args: readonly string[],
  prepare = async (): Promise<unknown> => undefined,
): Promise<void> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return console.log(HELP)
  if (args.some((arg) => arg === '--version' || arg === '-v')) return console.log(version)
  const { config, parlance } = await begin(args, prepare)
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

/** Whatever goes wrong before the server runs is one line, and exit code 2. */
async function begin(args: readonly string[], prepare: () => Promise<unknown>) {
  let config: Config | undefined
  const fail = (error: unknown): never => {
    console.error(startError(error, config))
    process.exit(2)
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail)
  try {
    const warnings: string[] = []
    config = readConfig(args, process.env, (line) => warnings.push(line))
    const log = openLog(config)
    for (const line of warnings) log.warn(line)
    const starting = new StartUp(log)
    let stop: () => Promise<unknown> = () => starting.stop()
    stopOnSignals(() => stop())
    await prepare()
    const parlance = await start(config, log, starting)
    stop = () => Promise.race([parlance.stop(), Bun.sleep(9000)])
    process.off('uncaughtException', fail).off('unhandledRejection', fail)
    return { config, parlance }
  } catch (error) {
    return fail(error)
  }
}

/** Also while the start is under way. */
function stopOnSignals(stop: () => Promise<unknown>): void {
  let stopping = 0
  for (const signal of signalsToStop())
    process.on(signal, async () => {
      // A terminal and `npm` may both pass on the same Ctrl+C; a second one, later, is meant.
      if (stopping > 0 && performance.now() - stopping > 500) process.exit(1)
      if (stopping > 0) return
      stopping = performance.now()
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

const HELP = `Parlance ${version}, a self-hosted chat server

  npm start -- [--flag value …]

Each setting is a flag, an environment variable, or a key of parlance.toml (as in: port = 9000). The first of
these that is given counts. Without any the default does, which stands before the meaning.

${help()}

  --help, --version`

/** Where what is said is kept, without the password. */
function place({ databaseUrl, data }: Config): string {
  if (databaseUrl === '') return resolve(data)
  const { protocol, host, pathname } = new URL(databaseUrl)
  return `${protocol}//${host}${pathname}`
}
