import { version } from '../../../package.json'
import type { Command } from '../command.ts'
import { COMMON_FLAGS, usageOf } from '../parse.ts'

/** The list of all commands, or of those that begin with a word. */
export function overview(commands: readonly Command[], group = ''): string {
  const shown = commands.filter(({ name }) => group === '' || name.startsWith(`${group} `))
  const width = Math.max(...shown.map((command) => usageOf(command).length))
  const lines = shown.map((command) => `  ${usageOf(command).padEnd(width)}  ${command.summary}`)
  return [
    `Parlance ${version}, a self-hosted chat server`,
    '',
    '  parlance COMMAND [ARGUMENT …] [--flag …]',
    '',
    ...lines,
    '',
    'parlance COMMAND --help explains one command. parlance config docs lists the settings, which every command takes as',
    'flags. A command works on the running server through its management port, or on the database if the server is down.',
  ].join('\n')
}

/** The help of one command. */
export function helpOf(command: Command): string {
  const { summary, details, args = [], settings } = command
  const flags = { ...command.flags, ...COMMON_FLAGS }
  const rows = [
    ...args.map(
      ({ name, description, values }) => [name.toUpperCase(), description, values] as const,
    ),
    ...Object.entries(flags).map(
      ([name, { type, description, values }]) =>
        [`--${name}${type === 'string' ? ' …' : ''}`, description, values] as const,
    ),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    `parlance ${usageOf(command)}`,
    '',
    `${summary}.${details === undefined ? '' : `\n${details}`}`,
    '',
    ...rows.map(
      ([name, description, values]) =>
        `  ${name.padEnd(width)}  ${description}${values === undefined ? '' : ` (${values.join(', ')})`}`,
    ),
    ...(settings === false
      ? []
      : ['', 'Every setting is a flag, too: parlance config docs lists them.']),
  ].join('\n')
}
