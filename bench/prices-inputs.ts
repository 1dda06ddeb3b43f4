import * as z from 'zod'
import { Emoji, Text } from '../protocol/text.ts'
import { bareOf, isA, nameOf } from '../server/transports/graphql/schema/shapes.ts'
import type { Input } from './prices-client.ts'

/** Where a command is to act: what stands in for the ids of its input. */
export type Place = {
  readonly name: string
  readonly room: string
  readonly message: string
  readonly thread: string
  /** Who is not the caller, and many of them. */
  readonly user: string
  readonly users: readonly string[]
  readonly rooms: readonly string[]
  readonly seq: number
  readonly invitation: string
}

/** Which of its values each field has; a field that is not there is left out. */
export type Choice = ReadonlyMap<string, number>
/** What a field may be: made anew for each call, `n`, as the same once more is often nothing to do. */
export type Values = readonly ((n: number) => unknown)[]
export type Fields = ReadonlyMap<string, { readonly values: Values; readonly isNeeded: boolean }>

const CJK = '讨论服务器消息搜索房间用户协议数据'
/** 16 KiB of a script without spaces, which is the dearest to index; of no two calls the same. */
export const cjk = (n: number, bytes = 16 * 1024): string => {
  const count = Math.floor((bytes - 12) / 3)
  const text = Array.from(
    { length: count },
    (_, i) => CJK[(i * 7 + ((i * i + n) % 13)) % CJK.length],
  )
  return `${n} ${text.join('')}`
}

/** `data` of 16 KiB: very many values, very deep ones, and one long text. */
const DATA: Values = [
  (n) => ({ n, values: Array.from({ length: 8000 }, () => 0) }),
  (n) => ({
    n,
    values: Array.from({ length: 280 }, () => JSON.parse(`${'['.repeat(24)}${']'.repeat(24)}`)),
  }),
  (n) => ({ n, keys: Object.fromEntries(Array.from({ length: 1700 }, (_, i) => [`k${i}`, 0])) }),
  (n) => ({ n, text: 'x'.repeat(16 * 1024 - 40) }),
]

/** From the longest on: the first that a field takes is its dearest. */
const TEXTS: Values = [
  (n) => cjk(n),
  ...[1000, 250, 200, 128, 100, 80, 64].map(
    (length) => (n: number) => `${n} ${CJK.repeat(60)}`.slice(0, length),
  ),
  ...[128, 64, 32].map((length) => (n: number) => `${n}`.padEnd(length, 'x')),
  (n) => new Date(4e12 + n * 1000).toISOString(),
]

/** The fields of an input, or of each of its kinds. */
export function kindsOf(input: z.core.$ZodType, place: Place): Fields[] {
  if (input instanceof z.ZodObject) {
    const fields = Object.entries(input.shape).map(([name, schema]) => {
      const isNeeded = !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
      return [name, { values: valuesOf(schema, name, place), isNeeded }] as const
    })
    return [new Map(fields)]
  }
  if (input instanceof z.ZodUnion) return input.options.flatMap((option) => kindsOf(option, place))
  throw new Error('an input is an object, or one of several')
}

export function build(fields: Fields, choice: Choice, n: number): Input {
  const input: Record<string, unknown> = {}
  for (const [name, index] of choice) input[name] = fields.get(name)?.values[index]?.(n)
  return input
}

function valuesOf(schema: z.core.$ZodType, name: string, place: Place): Values {
  const bare = bareOf(schema)
  const fits = (values: Values) => values.filter((value) => z.safeParse(bare, value(1)).success)
  const known = idOf(bare, name, place)
  if (known !== undefined) return [() => known]
  if (nameOf(bare) === 'Data') return fits(DATA)
  if (isA(bare, Text)) return fits([cjk, (n) => `${n} \u0001`.padEnd(16 * 1024, '\u0001')])
  if (isA(bare, Emoji)) return [() => '👩🏽‍❤️‍💋‍👨🏻']
  if (bare instanceof z.ZodEnum) return bare.options.map((option) => () => option)
  if (bare instanceof z.ZodLiteral) return bare.def.values.map((value) => () => value)
  if (bare instanceof z.ZodBoolean) return [(n) => n % 2 === 0, () => true]
  if (bare instanceof z.ZodNumber) return numbers(bare, name, place)
  if (bare instanceof z.ZodArray) return [(n) => listOf(bare, name, place, n)]
  if (bare instanceof z.ZodObject || bare instanceof z.ZodUnion) return nested(bare, place)
  return fits(TEXTS).slice(0, 2)
}

function idOf(schema: z.core.$ZodType, name: string, place: Place): string | undefined {
  switch (nameOf(schema)) {
    case 'RoomId':
      return place.room
    case 'MessageId':
      return name === 'thread' ? place.thread : place.message
    case 'UserId':
      return place.user
    case 'InvitationId':
      return place.invitation
    default:
      return undefined
  }
}

/** As many as there may be: a page is as large as it may be, a seq one that there is. */
function numbers(schema: z.ZodNumber, name: string, { seq }: Place): Values {
  const { maxValue, minValue } = schema
  const isBounded = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER
  if (isBounded && name === 'limit') return [() => maxValue]
  if (isBounded) {
    const others = Math.min(1000, maxValue - (minValue ?? 0) + 1)
    return [(n) => maxValue - (n % others)]
  }
  return [() => seq, () => Math.max(1, minValue ?? 1), () => Math.max(1, Math.floor(seq / 2))]
}

function listOf(schema: z.ZodArray, name: string, place: Place, n: number): unknown[] {
  const { element } = schema
  const most = schema._zod.def.checks?.flatMap(({ _zod: { def } }) =>
    'maximum' in def ? [Number(def.maximum)] : 'length' in def ? [Number(def.length)] : [],
  )[0]
  if (nameOf(element) === 'UserId') return place.users.slice(0, most ?? 100)
  if (nameOf(element) === 'RoomId') return place.rooms.slice(0, most ?? 100)
  if (element instanceof z.ZodEnum) return element.options.slice(0, most)
  const values = valuesOf(element, name, place)
  if (element instanceof z.ZodObject && 'user' in element.shape)
    return place.users.slice(0, most ?? 100).map((user) => ({ user }))
  return Array.from({ length: most ?? 100 }, (_, i) => values[0]?.(n + i))
}

/** Beyond so many fields each by itself is not looked at. */
const FEW = 4

/** An object inside of the input: whole, without each of what may be left out, and with that alone. */
function nested(schema: z.ZodObject | z.ZodUnion, place: Place): Values {
  return kindsOf(schema, place).flatMap((fields) => {
    const all: Choice = new Map([...fields.keys()].map((name) => [name, 0]))
    if (fields.size > FEW) return [(n) => build(fields, all, n)]
    const optional = [...fields].filter(([, { isNeeded }]) => !isNeeded).map(([name]) => name)
    const without = optional.map((name) => new Map([...all].filter(([other]) => other !== name)))
    const only = optional.map((name) => new Map([...all].filter(([other]) => other === name)))
    return [all, ...without, ...only].map((choice) => (n: number) => build(fields, choice, n))
  })
}
