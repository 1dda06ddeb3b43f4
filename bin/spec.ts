import { join } from 'node:path'
import type * as z from 'zod'
import { COMMANDS } from '../protocol/commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../protocol/events.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { REFUSALS } from '../protocol/refusals.ts'

// The tables of SPEC.md, out of the protocol's own: `npm run spec` renews them, and a test compares.

const SPEC = join(import.meta.dir, '../SPEC.md')
const BLOCK = /(<!-- tables -->\n)[\s\S]*(<!-- \/tables -->)/
/** Every event has these. */
const ALWAYS = new Set(['type', 'log', 'seq', 'cursor', 'at'])

export function tables(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, { method, path, summary }]) => `| \`${name}\` | \`${method} ${path}\` | ${summary} |`,
  )
  const managed = Object.entries<Op>(MANAGEMENT).map(
    ([name, { method, path, scope, summary }]) =>
      `| \`${name}\` | \`${method} ${path}\` | ${scope === undefined ? '' : `\`${scope}\``} | ${summary} |`,
  )
  const told = (types: Readonly<Record<string, z.ZodObject>>) =>
    Object.entries(types).map(([type, { shape }]) => `| \`${type}\` | ${fieldsOf(shape)} |`)
  const refusals = Object.entries(REFUSALS).map(
    ([code, { status, title, ...more }]) =>
      `| \`${code}\` | ${status} | ${'close' in more ? more.close : ''} | ${title} |`,
  )
  return [
    '### Commands',
    'On REST below `/api/v1`; on the socket by their names.',
    ['| command | REST | |', '| --- | --- | --- |', ...commands].join('\n'),
    '### Commands of the management port',
    'Below `/api/v1` there, each with the scope that its key needs.',
    ['| command | REST | scope | |', '| --- | --- | --- | --- |', ...managed].join('\n'),
    '### Events',
    'Each with `log`, `seq`, `cursor` and `at`; `?`: where there is one.',
    ['| event | and |', '| --- | --- |', ...told(EVENTS)].join('\n'),
    '### Signals',
    'They pass: in no log, without `seq` and `cursor`, never replayed. Each with `log` (the room) and `at`.',
    ['| signal | and |', '| --- | --- |', ...told(EPHEMERAL_EVENTS)].join('\n'),
    '### Refusals',
    `| code | HTTP | close | |\n| --- | --- | --- | --- |\n${refusals.join('\n')}`,
  ].join('\n\n')
}

function fieldsOf(shape: z.ZodRawShape): string {
  return Object.entries(shape)
    .filter(([name]) => !ALWAYS.has(name))
    .map(
      ([name, type]) => `\`${name}\`${(type as z.ZodType).safeParse(undefined).success ? '?' : ''}`,
    )
    .join(', ')
}

/** SPEC.md with the tables as they should be. */
export const renewed = (spec: string): string =>
  spec.replace(BLOCK, (_, from, to) => `${from}\n${tables()}\n\n${to}`)

if (import.meta.main) await Bun.write(SPEC, renewed(await Bun.file(SPEC).text()))
