import { version } from '../../package.json'
import { Refusal } from '../../protocol/refusals.ts'
import { ChatError } from '../../sdk/typescript/src/error.ts'
import { type Config, readConfig } from '../config.ts'
import { ConfigError } from '../settings/config-error.ts'
import { BadArchive } from '../store/transfer/archive-format.ts'
import type { Call } from './command.ts'
import { helpOf, overview } from './documents/help.ts'
import { CommandFailed, UsageError } from './errors.ts'
import type { Link } from './links/link.ts'
import { commandOf, type Parsed, parse } from './parse.ts'
import { COMMANDS } from './table.ts'
import { processTerminal, type Terminal } from './terminal.ts'

type Env = Readonly<Record<string, string | undefined>>

/** `prepareServe` is called before `serve` starts a server. Returns the exit code: 1 for a command that failed, 2 for a wrong use. */
export async function main(
  argv: readonly string[],
  terminal: Terminal = processTerminal(),
  env: Env = process.env,
  prepareServe = async (): Promise<unknown> => undefined,
): Promise<number> {
  const session: Session = { terminal, env, prepareServe, config: undefined, links: [] }
  try {
    return await run(argv, session)
  } catch (error) {
    terminal.note(await lineOf(error, session.config))
    return codeOf(error)
  } finally {
    for (const link of session.links) await link.close()
  }
}

/** What one call of the command line has opened. */
type Session = {
  readonly terminal: Terminal
  readonly prepareServe: () => Promise<unknown>
  readonly env: Env
  config: Config | undefined
  readonly links: Link[]
}

async function run(argv: readonly string[], session: Session): Promise<number> {
  const { terminal } = session
  const print = (text: string) => {
    terminal.print(text)
    return 0
  }
  const [first = ''] = argv
  if (first === 'complete') {
    const { complete } = await import('./documents/completion.ts')
    return complete(argv.slice(1))
  }
  if (first === '--version' || first === '-v') return print(version)
  if (first === '--help' || first === '-h') return print(overview(COMMANDS))
  const found = commandOf(argv, COMMANDS)
  if ('group' in found) {
    terminal.note(overview(COMMANDS, found.group))
    return 2
  }
  if (found.rest.includes('-h')) return print(helpOf(found.command))
  const parsed = parse(found.command, found.rest)
  if (parsed.flags.has('help')) return print(helpOf(found.command))
  const result = await found.command.run(callOf(parsed, session))
  if (result === undefined) return 0
  return print(parsed.flags.has('json') ? JSON.stringify(result.json) : result.text)
}

function callOf({ command, args, flags, settingFlags }: Parsed, session: Session): Call {
  const { terminal, env, prepareServe } = session
  const optional = (name: string) => args.get(name)?.[0]
  const flag = (name: string) => {
    const value = flags.get(name)
    return value === true ? undefined : value
  }
  const config = () => (session.config ??= readConfig(settingFlags, env, terminal.note))
  return {
    terminal,
    settingFlags,
    env,
    prepareServe,
    isJson: flags.has('json'),
    config,
    link: async () => {
      const { openLink } = await import('./links/open-link.ts')
      const link = await openLink(config())
      session.links.push(link)
      terminal.note(`(${link.where})`)
      return link
    },
    arg: (name) => {
      const value = optional(name)
      if (value === undefined) throw new Error(`${command.name} declares no argument ${name}`)
      return value
    },
    optional,
    rest: (name) => args.get(name) ?? [],
    flag,
    count: (name, fallback) => {
      const text = flag(name) ?? `${fallback}`
      if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
      throw new UsageError(`--${name}: ${text} must be a whole number above 0`)
    },
    isSet: (name) => flags.has(name),
  }
}

/** One line that says what is wrong and what to do. */
async function lineOf(error: unknown, config: Config | undefined): Promise<string> {
  const isLine = [UsageError, CommandFailed, ConfigError, BadArchive].some(
    (it) => error instanceof it,
  )
  if (isLine && error instanceof Error) return error.message
  if (error instanceof Refusal || error instanceof ChatError)
    return `${error.code}: ${error.message}`
  const { startError } = await import('../start-errors.ts')
  return startError(error, config).replace('Parlance cannot start', 'the command failed')
}

const codeOf = (error: unknown): number =>
  error instanceof CommandFailed || error instanceof Refusal || error instanceof ChatError ? 1 : 2
