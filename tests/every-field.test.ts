import { expect, test } from 'bun:test'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { type AppCommandName, MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { shapeOf } from '../server/transports/graphql/schema/shapes.ts'
import { APP_CASES } from './fields/app-cases.ts'
import { type At, people, place } from './fields/at.ts'
import type { ActsOn, Case } from './fields/case.ts'
import { CASES } from './fields/cases.ts'
import { entitiesIn, type Found } from './fields/entities.ts'
import { filled, type Input, kindsOf } from './fields/values.ts'
import { APP_WAYS, callApp, Everywhere, WAYS } from './fields/ways.ts'
import { parlance } from './support/parlance.ts'
import { smtp } from './support/smtp.ts'
import { waitFor } from './support/wait.ts'

/** An update in the second round changes what the first round set, so that a default is not taken for a value. */
const ROUNDS = [0, 1]
/** The fields of commands that only read: they choose what is read. */
const CHOOSING = [
  ...[
    'room',
    'message',
    'user',
    'invitation',
    'joinRequest',
    'request',
    'id',
    'thread',
    'type',
    'emoji',
    'q',
    'order',
  ],
  ...[
    'order',
    'hidden',
    'before',
    'after',
    'around',
    'limit',
    'job',
    'erasure',
    'export',
    'kind',
    'state',
    'command',
    'member',
    'role',
    'session',
    'link',
    'identity',
    'passkey',
    'wordList',
    'by',
    'report',
    'status',
    'act',
  ],
]

type Everyone = Readonly<Record<'ana' | 'ben' | 'gus', Everywhere>>
type Call = (at: At, input: Input) => Promise<Found>

test('[FLD-1] every field of every command is classified', () => {
  const wrong: string[] = []
  const all: [string, Op, readonly Case[] | ActsOn | undefined][] = [
    ...Object.entries<Op>(COMMANDS).map(
      ([name, op]) => [name, op, Reflect.get(CASES, name)] as const,
    ),
    ...Object.entries<Op>(MANAGEMENT)
      .filter(([name]) => name !== 'batch')
      .map(([name, op]) => [name, op, Reflect.get(APP_CASES, name)] as const),
  ].map(([name, op, cases]) => [name, op, cases])
  for (const [name, op, cases] of all) {
    const fields = Object.keys(shapeOf(op.input))
    if (op.method === 'GET') {
      if (!fields.every((field) => CHOOSING.includes(field))) wrong.push(`${name}: ${fields}`)
    } else if (cases === undefined) wrong.push(name)
    else if ('actsOn' in cases) {
      if (!Bun.deepEquals(fields, cases.actsOn)) wrong.push(`${name}: ${fields}`)
    } else
      for (const field of fields)
        if (cases.every(({ without = [] }) => without.includes(field)))
          wrong.push(`${name}: ${field}`)
  }
  expect(wrong).toEqual([])
})

test('[FLD-1] every field of every command of the client port is read back on every transport', async () => {
  await using server = await parlance()
  const who = await people(server)
  using ana = await Everywhere.of(who.ana)
  using ben = await Everywhere.of(who.ben)
  using gus = await Everywhere.of(who.gus)
  const everyone = { ana, ben, gus }
  const dropped: string[] = []
  for (const [name, cases] of Object.entries(CASES) as [CommandName, Case[] | ActsOn][])
    if (!('actsOn' in cases))
      for (const each of cases)
        for (const way of WAYS) {
          const call: Call = (_, input) => everyone[each.caller ?? 'ana'].call(way, name, input)
          const at = await place(who)
          for (const field of await droppedBy(COMMANDS[name], each, at, everyone, call))
            dropped.push(`${name} by ${way}: ${field}`)
        }
  expect(dropped).toEqual([])
}, 120_000)

test('[FLD-1] every field of every command of the management port is read back on every transport', async () => {
  // Only a server that sends mail takes an e-mail address.
  await using mailbox = await smtp()
  await using server = await parlance(mailbox.settings)
  const who = await people(server)
  using ana = await Everywhere.of(who.ana)
  using ben = await Everywhere.of(who.ben)
  using gus = await Everywhere.of(who.gus)
  const everyone = { ana, ben, gus }
  const dropped: string[] = []
  for (const [name, cases] of Object.entries(APP_CASES) as [AppCommandName, Case[] | ActsOn][])
    if (!('actsOn' in cases))
      for (const each of cases)
        for (const way of APP_WAYS) {
          const call: Call = ({ app }, input) => callApp(app, way, name, input)
          for (const field of await droppedBy(
            MANAGEMENT[name],
            each,
            await place(who),
            everyone,
            call,
          ))
            dropped.push(`${name} by ${way}: ${field}`)
        }
  expect(dropped).toEqual([])
}, 120_000)

/** Runs the command with all fields set, and returns where a field cannot be read back. */
async function droppedBy(op: Op, each: Case, at: At, all: Everyone, call: Call): Promise<string[]> {
  for (const one of Object.values(all)) await one.comeBack()
  const dropped: string[] = []
  for (const round of each.rounds ?? ROUNDS) {
    const input = inputOf(op, each, at, round)
    const answer = await call(at, input)
    const key = each.keyOf?.(at, answer)
    const found = entitiesIn(answer, each.entity, key)
    const sources: [string, readonly Found[]][] = []
    if (op.status !== 204) sources.push(['the answer', found.length > 0 ? found : [answer]])
    for (const name of each.reads)
      for (const way of WAYS) {
        const value = await all[each.reader ?? 'ana'].call(
          way,
          name,
          queryOf(COMMANDS[name], each, at, key),
        )
        sources.push([`${name} by ${way}`, entitiesIn(value, each.entity, key)])
      }
    for (const name of each.appReads ?? []) {
      const query = queryOf(MANAGEMENT[name], each, at, key)
      const value = await callApp(at.app, 'REST', name, query)
      sources.push([`${name} of the app`, entitiesIn(value, each.entity, key)])
    }
    for (const [source, entities] of sources)
      for (const field of missingIn(entities, input, each, at))
        dropped.push(`${field} in ${source} (round ${round})`)
    for (const way of await silentWays(all.ana, each, input, key, at))
      dropped.push(`${way} has no event with the fields (round ${round})`)
  }
  return dropped
}

function inputOf({ input }: Op, each: Case, at: At, round: number): Input {
  const shape = kindsOf(input)[each.option ?? 0] ?? {}
  const fields = Object.entries(shape).filter(([name]) => !each.without?.includes(name))
  return filled(Object.fromEntries(fields), each.given?.(at, round) ?? {}, round)
}

/** The input of a command that reads the entity with this key. */
function queryOf(op: Op, { entity }: Case, at: At, key: unknown): Input {
  const isRoom = entity === 'room' || entity === 'myRoom' || entity === 'preferences'
  const values: Input = {
    room: isRoom ? key : entity === 'joinRequest' ? at.asked : at.room,
    message: key,
    user: key,
    invitation: key,
    joinRequest: key,
    request: key,
    erasure: key,
    export: key,
    id: [key],
  }
  // There are more users than a page has by default.
  if (entity === 'user' && 'limit' in shapeOf(op.input)) values['limit'] = 200
  const shape = shapeOf(op.input)
  const isNeeded = (name: string) => name === 'id' || name === 'limit' || !shape[name]?._zod.optin
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name in shape && isNeeded(name)),
  )
}

function missingIn(entities: readonly Found[], input: Input, each: Case, at: At): string[] {
  if (entities.length === 0) return ['the entity']
  return Object.entries(input).flatMap(([field, value]) => {
    if (each.notShown?.[field] !== undefined) return []
    const shows = (entity: Found) =>
      each.shown?.[field]?.(value, entity, at) ?? isWithin(value, entity[field])
    return entities.every(shows) ? [] : [field]
  })
}

/** Whether a value is in another: every key of an object. */
function isWithin(value: unknown, whole: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return Bun.deepEquals(value, whole)
  if (typeof whole !== 'object' || whole === null) return false
  return Object.entries(value).every(([key, inner]) => isWithin(inner, Reflect.get(whole, key)))
}

/** The transports that do not publish the event with all fields. */
async function silentWays(
  listener: Everywhere,
  each: Case,
  input: Input,
  key: unknown,
  at: At,
): Promise<string[]> {
  const { event } = each
  if (typeof event === 'string') return []
  const shows = (received: Found) =>
    event.shows?.(received, input, at) ??
    missingIn(entitiesIn(received, each.entity, key), input, each, at).length === 0
  const silent = () =>
    WAYS.filter(
      (way) => !listener.events()[way].some((one) => one['type'] === event.type && shows(one)),
    )
  await waitFor(() => silent().length === 0, 20).catch(() => undefined)
  return silent()
}
