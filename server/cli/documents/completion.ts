import { type Complete, RootCommand } from '@bomb.sh/tab'
import { COMMANDS as CLIENT } from '../../../protocol/commands.ts'
import { MANAGEMENT } from '../../../protocol/management.ts'
import { FLAG_NAMES } from '../../config.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { COMMON_FLAGS } from '../parse.ts'
import { COMMANDS } from '../table.ts'

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const

/** `complete SHELL` prints the script of a shell. The script calls `complete -- WORD …` for the candidates. */
export function complete(args: readonly string[]): number {
  const [shell = ''] = args
  const root = rootOf(COMMANDS)
  if (shell === '--') root.parse(args.slice(1))
  else if (SHELLS.some((each) => each === shell)) root.setup('parlance', 'parlance', shell)
  else throw new UsageError(`complete: name a shell: ${SHELLS.join(', ')}`)
  return 0
}

function rootOf(commands: readonly Command[]): RootCommand {
  const root = new RootCommand()
  const groups = new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))
  for (const group of groups)
    if (!commands.some(({ name }) => name === group))
      root.command(group, `commands: ${verbsOf(group, commands).join(', ')}`)
  for (const command of commands) {
    const built = root.command(command.name, command.summary)
    for (const { name, values, rest } of command.args ?? []) {
      const candidates = command.name === 'api' && name === 'command' ? NAMES : values
      built.argument(name, (complete) => offer(candidates, complete), rest === true)
    }
    const flags = { ...command.flags, ...COMMON_FLAGS }
    for (const [name, { description, type, values }] of Object.entries(flags))
      if (type === 'boolean') built.option(name, description)
      else built.option(name, description, (complete) => offer(values, complete))
    if (command.settings !== false)
      for (const name of FLAG_NAMES)
        if (!(name in flags)) built.option(name, 'a setting', () => undefined)
  }
  return root
}

function offer(values: readonly string[] = [], complete: Complete): void {
  for (const value of values) complete(value, '')
}

const NAMES = [...new Set([...Object.keys(MANAGEMENT), ...Object.keys(CLIENT)])].sort()

const verbsOf = (group: string, commands: readonly Command[]): string[] =>
  commands
    .filter(({ name }) => name.startsWith(`${group} `))
    .map(({ name }) => name.slice(group.length + 1))
