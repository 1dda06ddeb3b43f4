import { join } from 'node:path'
import type * as z from 'zod'
import { COMMANDS } from '../protocol/commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../protocol/events.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { REFUSALS } from '../protocol/refusals.ts'

// The tables of SPEC.md, made from the protocol: `npm run spec` updates them, and a test compares them.

const SPEC = join(import.meta.dir, '../SPEC.md')
const BLOCK = /(<!-- tables -->\n)[\s\S]*(<!-- \/tables -->)/
/** Every event has these fields. */
const COMMON_FIELDS = new Set(['type', 'log', 'seq', 'cursor', 'at'])

export function tables(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, { method, path, summary }]) => `| \`${name}\` | \`${method} ${path}\` | ${summary} |`,
  )
  const managementCommands = Object.entries<Op>(MANAGEMENT).map(
    ([name, { method, path, scope, summary }]) =>
      `| \`${name}\` | \`${method} ${path}\` | ${scope === undefined ? '' : `\`${scope}\``} | ${summary} |`,
  )
  const eventRows = (types: Readonly<Record<string, z.ZodObject>>) =>
    Object.entries(types).map(([type, { shape }]) => `| \`${type}\` | ${fieldsOf(shape)} |`)
  const refusals = Object.entries(REFUSALS).map(
    ([code, { status, title, ...more }]) =>
      `| \`${code}\` | ${status} | ${'close' in more ? more.close : ''} | ${title} |`,
  )
  return [
    '### Commands',
    'REST paths are below `/api/v1`. A `command` frame on the socket has the command in `name`.',
    ['| command | REST | meaning |', '| --- | --- | --- |', ...commands].join('\n'),
    '### Commands of the management port',
    'REST paths are below `/api/v1` of the management port. The key needs the scope.',
    [
      '| command | REST | scope | meaning |',
      '| --- | --- | --- | --- |',
      ...managementCommands,
    ].join('\n'),
    '### Events',
    'Every event has `log`, `seq`, `cursor` and `at`. A field with `?` is optional.',
    ['| event | further fields |', '| --- | --- |', ...eventRows(EVENTS)].join('\n'),
    '### Ephemeral events',
    'An ephemeral event is not stored in a log, has no `seq` and no `cursor`, and is never replayed. It has `log` (the room) and `at`.',
    ['| event | further fields |', '| --- | --- |', ...eventRows(EPHEMERAL_EVENTS)].join('\n'),
    '### Refusals',
    `| code | HTTP | close | meaning |\n| --- | --- | --- | --- |\n${refusals.join('\n')}`,
  ].join('\n\n')
}

function fieldsOf(shape: z.ZodRawShape): string {
  return Object.entries(shape)
    .filter(([name]) => !COMMON_FIELDS.has(name))
    .map(
      ([name, type]) => `\`${name}\`${(type as z.ZodType).safeParse(undefined).success ? '?' : ''}`,
    )
    .join(', ')
}

/** SPEC.md with the current tables. */
export const renewed = (spec: string): string =>
  spec.replace(BLOCK, (_, from, to) => `${from}\n${tables()}\n\n${to}`)

if (import.meta.main) await Bun.write(SPEC, renewed(await Bun.file(SPEC).text()))
