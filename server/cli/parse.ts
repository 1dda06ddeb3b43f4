import { parseArgs } from 'node:util'
import { FLAG_NAMES } from '../config.ts'
import { nearest } from '../settings/nearest.ts'
import type { Argument, Command, Flag } from './command.ts'
import { UsageError } from './errors.ts'

/** The flags of every command. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = {
  json: { type: 'boolean', description: 'print JSON, for programs' },
  help: { type: 'boolean', description: 'print help for this command' },
}

export type Parsed = {
  readonly command: Command
  readonly args: ReadonlyMap<string, readonly string[]>
  readonly flags: ReadonlyMap<string, string | true>
  readonly settingFlags: readonly string[]
}

/** Finds the command of a command line; undefined if it names none. `group`: the words that begin some commands. */
export function commandOf(
  argv: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly rest: readonly string[] } | { readonly group: string } {
  const words = argv.slice(0, argv.findIndex((arg) => arg.startsWith('-')) >>> 0)
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const command = commands.find((each) => each.name === name)
    if (words.length >= length && command !== undefined)
      return { command, rest: argv.slice(length) }
  }
  const [first = ''] = words
  const isGroup = commands.some(({ name }) => name.startsWith(`${first} `))
  if (first === '' || (isGroup && words.length === 1)) return { group: first }
  throw new UsageError(unknownCommand(words, commands, isGroup))
}

function unknownCommand(
  words: readonly string[],
  commands: readonly Command[],
  isGroup: boolean,
): string {
  const name = words.slice(0, isGroup ? 2 : 1).join(' ')
  const candidates = commands.flatMap((each) =>
    isGroup ? [each.name] : [each.name, each.name.split(' ')[0] ?? ''],
  )
  const meant = nearest(name, candidates)
  const hint = meant === undefined ? '' : `: did you mean ${meant}?`
  return `${name}: there is no such command${hint} (parlance --help lists all commands)`
}

/** Parses the arguments and flags of a command. Flags of settings are passed on as they are. */
export function parse(command: Command, rest: readonly string[]): Parsed {
  const own: Readonly<Record<string, Flag>> = { ...command.flags, ...COMMON_FLAGS }
  const settings = command.settings === false ? [] : FLAG_NAMES.filter((name) => !(name in own))
  const options = {
    ...Object.fromEntries(settings.map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries(Object.entries(own).map(([name, { type }]) => [name, { type }])),
  }
  const { tokens } = parseArgs({
    args: [...rest],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const positionals: string[] = []
  const flags = new Map<string, string | true>()
  const settingFlags: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const flag = own[name]
    if (flag === undefined && !settings.includes(name))
      throw new UsageError(unknownFlag(rawName, name, command, [...Object.keys(own), ...settings]))
    const isSwitch = flag?.type === 'boolean'
    if (isSwitch && value !== undefined) throw new UsageError(`${rawName}: takes no value`)
    if (!isSwitch && (value === undefined || value === ''))
      throw new UsageError(`${rawName}: give a value, as in ${rawName}=…`)
    if (flag === undefined) settingFlags.push(`--${name}=${value}`)
    else flags.set(name, isSwitch ? true : allowed(rawName, value ?? '', flag.values))
  }
  return { command, args: argsOf(command, positionals, flags.has('help')), flags, settingFlags }
}

function unknownFlag(
  rawName: string,
  name: string,
  command: Command,
  names: readonly string[],
): string {
  const meant = nearest(name, names)
  const hint = meant === undefined ? '' : `: did you mean --${meant}?`
  return `${rawName}: there is no such flag${hint} (parlance ${command.name} --help lists all flags)`
}

function argsOf(
  command: Command,
  positionals: readonly string[],
  isHelp: boolean,
): Map<string, readonly string[]> {
  const args = new Map<string, readonly string[]>()
  const { args: declared = [] } = command
  let next = 0
  for (const argument of declared) {
    const taken = argument.rest ? positionals.slice(next) : positionals.slice(next, next + 1)
    if (taken.length === 0 && !argument.isOptional && !isHelp)
      throw new UsageError(
        `${shown(argument)}: is missing (${argument.description}), as in: parlance ${usageOf(command)}`,
      )
    for (const value of taken) allowed(shown(argument), value, argument.values)
    args.set(argument.name, taken)
    next += taken.length
  }
  const [extra] = positionals.slice(next)
  if (extra !== undefined)
    throw new UsageError(`${extra}: is one argument too many, as in: parlance ${usageOf(command)}`)
  return args
}

function allowed(name: string, value: string, values: readonly string[] | undefined): string {
  if (values === undefined || values.includes(value)) return value
  const meant = nearest(value, values)
  const hint = meant === undefined ? '' : `: did you mean ${meant}?`
  throw new UsageError(`${name}: ${value} must be one of ${values.join(', ')}${hint}`)
}

const shown = ({ name }: Argument): string => name.toUpperCase()

/** The command with its arguments, such as `user show USER`. */
export const usageOf = ({ name, args = [] }: Command): string =>
  [
    name,
    ...args.map((argument) => {
      const text = `${shown(argument)}${argument.rest ? '…' : ''}`
      return argument.isOptional ? `[${text}]` : text
    }),
  ].join(' ')
