import type { Command } from '../command.ts'
import { usageOf } from '../parse.ts'
import { SHELLS } from './completion.ts'
import { commonFlags, flagsOf } from './man.ts'

/** docs/command-line.md. */
export const referencePage = (commands: readonly Command[]): string =>
  [
    '# The command line',
    'This page is made from the table of commands in `server/cli/table.ts`: `npm run generate` writes it. From source, run `npx parlance COMMAND` or `node bin/parlance.mjs COMMAND` in the folder of Parlance.',
    'A command works on the running server through its management port. If the server is down, it works on the database itself. It says on standard error which of the two it does. Several nodes on one database need `PARLANCE_REDIS_URL` for that. `tail` and `send` need a running server.',
    'Results are on standard output: tables for people, or JSON with `--json`. Progress is shown on a terminal only. Nothing is ever asked without a terminal: a command that cannot be undone then needs `--yes`.',
    '| exit code | meaning |\n| --- | --- |\n| 0 | done |\n| 1 | the command was refused or failed; one line says why |\n| 2 | wrong use, or a setting that cannot be used; one line names it, and what to do |',
    `Every command has the flags ${commonFlags()}. A setting is a flag of every command, too, such as \`--data\` (see README.md).`,
    '## Completion',
    `\`parlance complete SHELL\` prints a script for ${SHELLS.join(', ')}. For bash:`,
    '```sh\nsource <(parlance complete bash)\n```',
    '## Commands',
    ...groupsOf(commands).flatMap(([group, members]) => [`### ${group}`, tableOf(members)]),
    '',
  ].join('\n\n')

const groupsOf = (commands: readonly Command[]): (readonly [string, Command[]])[] => [
  ...Map.groupBy(commands, ({ name }) => name.split(' ')[0] ?? ''),
]

function tableOf(commands: readonly Command[]): string {
  const rows = commands.map((command) => {
    const more = [
      ...(command.args ?? [])
        .filter(({ values }) => values !== undefined)
        .map(({ name, values = [] }) => `${name.toUpperCase()}: ${values.join(', ')}`),
      ...flagsOf(command).map(([flag, meaning]) => `\`${flag}\`: ${meaning}`),
    ]
    const meaning = [`${command.summary}.`, command.details, ...more].filter(Boolean)
    return `| \`${usageOf(command)}\` | ${meaning.join('<br>').replaceAll('|', '\\|')} |`
  })
  return ['| command | meaning |', '| --- | --- |', ...rows].join('\n')
}
