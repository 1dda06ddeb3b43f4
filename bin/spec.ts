import { join } from 'node:path'
import type * as z from 'zod'
import { COMMANDS } from '../protocol/commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../protocol/events.ts'
import { LIMITS } from '../protocol/limits.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { REFUSALS } from '../protocol/refusals.ts'
import { rowsOf, type SETTINGS } from '../server/config.ts'

// The tables of SPEC.md, made from the protocol: `npm run spec` updates them, and a test compares them.

export const LIMITS_PAGE = join(import.meta.dir, '../docs/limits.md')
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

/** The settings that limit what callers can do. */
const LIMITING = [
  'commandsPerSecond',
  'addressPerSecond',
  'roomMessagesPerSecond',
  'connections',
  'connectionsPerAddress',
  'connectionsPerUser',
  'roomsPerUser',
  'invitationsPerUser',
  'roomsPerDay',
  'textBytesPerDay',
  'eventsPerDay',
  'guestsPerAddress',
  'quickRoomsPerAddress',
  'editsPerMessage',
  'versionsPerMessage',
  'replayDays',
  'retentionDays',
  'guestDays',
  'quickRoomDays',
  'apiKeys',
  'mailsPerHour',
] as const satisfies readonly (keyof typeof SETTINGS)[]

/** docs/limits.md with the current settings and the current limits of the protocol. */
export function renewedLimits(page: string): string {
  const settings = rowsOf(LIMITING).map(
    ([name, value, meaning]) => `| \`${name}\` | ${value} | ${meaning} |`,
  )
  const table = ['| setting | default | meaning |', '| --- | --- | --- |', ...settings].join('\n')
  const limited = page.replace(BLOCK, (_, from, to) => `${from}\n${table}\n\n${to}`)
  return limited.replace(/`LIMITS\.(\w+)`: [\d,]+/g, (text, name) =>
    Object.hasOwn(LIMITS, name)
      ? `\`LIMITS.${name}\`: ${LIMITS[name as keyof typeof LIMITS].toLocaleString('en')}`
      : text,
  )
}

if (import.meta.main)
  await Bun.write(LIMITS_PAGE, renewedLimits(await Bun.file(LIMITS_PAGE).text()))
if (import.meta.main) await Bun.write(SPEC, renewed(await Bun.file(SPEC).text()))
