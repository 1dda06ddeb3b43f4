import type { Op } from '../protocol/op.ts'
import type { Answer, Input, Person } from './prices-client.ts'
import type { Hands } from './prices-hands.ts'
import { build, type Choice, type Fields, kindsOf, type Place } from './prices-inputs.ts'
import { type Override, withValues } from './prices-override.ts'
import type { Price, PricedServer } from './prices-process.ts'
import { inRounds } from './prices-rounds.ts'
import type { World } from './prices-world.ts'

/** No input takes more CPU than this, in ms … */
export const MOST_MS = 20
/** … or it takes from its caller's rate, and no more than this for each token. */
export const TOKEN_MS = 4
const PAGING: ReadonlySet<string> = new Set(['after', 'before', 'around'])
/** A command without these fields is the same everywhere. */
const OF_PLACE = ['room', 'message']
/** So much dearer is not by chance. */
const CLEARLY = 1.1

/** A command on a transport. */
export type Subject = {
  readonly name: string
  readonly op: Op
  readonly override: Override
  readonly caller: Person
  /** The command as somebody: what it needs first, such as a connection, is not measured. */
  readonly callAs: (caller: Person) => Promise<(input: Input) => Promise<Answer>>
}
export type Setting = {
  readonly server: PricedServer
  readonly hands: Hands
  readonly world: World
  readonly rounds: number
}
export type Candidate = { readonly place: Place; readonly fields: Fields; readonly choice: Choice }
export type Priced = Price & Candidate

/** A number above 1 breaks the rule. */
export const excess = ({ cpu, tokens }: Price): number =>
  Math.min(cpu / MOST_MS, cpu / tokens / TOKEN_MS)

let calls = 0

/** Throws where the schema yields no input that the server takes. */
export async function findDearest(setting: Setting, subject: Subject): Promise<Priced> {
  const { op, override, name } = subject
  const found: Priced[] = []
  let refusal = ''
  for (const [i, place] of setting.world.places.entries())
    for (const kind of kindsOf(op.input, place)) {
      if (i > 0 && !OF_PLACE.some((name) => kind.has(name))) continue
      const fields = withValues(kind, place, override)
      const whole = await fullest(setting, subject, { place, fields, choice: new Map() })
      if ('refusal' in whole) refusal = whole.refusal
      else found.push({ ...whole, ...(await lowerPrice(setting, subject, whole)) })
    }
  const first = found.toSorted((a, b) => excess(b) - excess(a))[0]
  if (first === undefined)
    throw new Error(`${name}: every input is refused (${refusal}): write an override`)
  if (override.once) return first
  let best: Priced = first
  for (const [field, { values, isNeeded }] of best.fields) {
    const others: (number | undefined)[] = values.map((_, i) => i)
    for (const index of isNeeded ? others : [...others, undefined]) {
      if (index === best.choice.get(field)) continue
      const choice = new Map(best.choice)
      if (index === undefined) choice.delete(field)
      else choice.set(field, index)
      const candidate: Candidate = { place: best.place, fields: best.fields, choice }
      // What is refused is none.
      const price = await lowerPrice(setting, subject, candidate).catch(() => undefined)
      if (price && excess(price) > CLEARLY * excess(best)) best = { ...candidate, ...price }
    }
  }
  return { ...best, ...(await priceOf(setting, subject, best, setting.rounds)) }
}

/** The lower of two looks, as the garbage of the calls before may be in one. */
async function lowerPrice(setting: Setting, subject: Subject, candidate: Candidate) {
  const first = await priceOf(setting, subject, candidate, 0)
  const second = await priceOf(setting, subject, candidate, 0)
  return excess(first) < excess(second) ? first : second
}

/** Throws where it is refused. */
export function priceOf(
  setting: Setting,
  subject: Subject,
  candidate: Candidate,
  rounds: number,
): Promise<Price> {
  const { before, anew, once = false } = subject.override
  const isAlone = before !== undefined || anew !== undefined
  const how = { count: once ? 0 : rounds, isAlone }
  return inRounds(setting.server, how, async () => {
    const { call, input } = await prepare(setting, subject, candidate)
    return async () => {
      const { refused, detail } = await call(input)
      if (refused !== undefined && refused !== subject.override.ends)
        throw new Error(`${subject.name}: ${refused} ${detail ?? ''}`)
    }
  })
}

async function prepare(
  { hands, world }: Setting,
  { override: { anew, before }, caller: known, callAs }: Subject,
  { fields, choice }: Candidate,
) {
  const n = ++calls
  const input = build(fields, choice, n)
  const caller = anew === undefined ? known : await anew(hands, world, n)
  const more = await before?.(hands, world, input, n, caller)
  return { call: await callAs(caller), input: { ...input, ...more } }
}

/** With every field that it may have, one after the other, as long as it is not refused. */
async function fullest(
  setting: Setting,
  subject: Subject,
  { place, fields }: Candidate,
): Promise<Candidate | { readonly refusal: string }> {
  const choice = new Map(
    [...fields].flatMap(([name, { isNeeded }]) => (isNeeded ? [[name, 0]] : [])),
  )
  const refusal = await refusalOf(setting, subject, { place, fields, choice })
  if (refusal !== undefined) return { refusal }
  for (const [name, { isNeeded }] of fields) {
    // A page that begins somewhere may be empty: it is tried later.
    if (isNeeded || PAGING.has(name)) continue
    choice.set(name, 0)
    if ((await refusalOf(setting, subject, { place, fields, choice })) !== undefined)
      choice.delete(name)
  }
  return { place, fields, choice }
}

/** Why it is not taken, if it is not. */
export async function refusalOf(
  setting: Setting,
  subject: Subject,
  candidate: Candidate,
): Promise<string | undefined> {
  try {
    const { call, input } = await prepare(setting, subject, candidate)
    const { refused, detail } = await call(input)
    if (refused === subject.override.ends) return undefined
    return refused && `${refused} ${detail ?? ''}`.trim()
  } catch (error) {
    return `${error}` // What was to be made before was refused.
  }
}

/** The input in words: what it holds, less the ids. */
export function wordsOf({ place, fields, choice }: Candidate): string {
  const input = build(fields, choice, 1)
  const words = Object.entries(input).flatMap(([name, value]) => {
    if (typeof value === 'string' && /^[a-z]{3,4}_[0-9a-z]{26}$|^pl_|^room_/.test(value))
      return name === 'room' || name === 'message' ? [] : [name]
    return [`${name} ${shortly(value)}`]
  })
  return [...('room' in input ? [place.name] : []), ...words].join(', ')
}

function shortly(value: unknown): string {
  const json = JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `of ${value.length}`
  if (json.length <= 24) return typeof value === 'string' ? `“${value}”` : json.replaceAll('"', '')
  if (typeof value === 'string') return sizeOf(Buffer.byteLength(value))
  if (typeof value !== 'object' || value === null) return json
  const keys = Object.keys(value).filter((key) => key !== 'n')
  return `{ ${keys.join(', ')} } ${sizeOf(Buffer.byteLength(json))}`
}

const sizeOf = (bytes: number): string =>
  bytes < 1024 ? `of ${bytes} B` : `of ${Math.round(bytes / 1024)} KiB`
