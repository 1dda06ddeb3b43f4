import * as z from 'zod'
import { Time } from '../../../../protocol/entities.ts'
import { RoomId, UserId } from '../../../../protocol/ids.ts'
import type { Search } from '../../ports.ts'

type Query = Omit<Search, 'order'>

/**
 * Parses a query of words, "phrases", and the operators from:, in:, before: and after:. No query is invalid: an
 * operator with an unusable value is read as a word. Of each operator the last one counts.
 */
export function parse(q: string): Query {
  let query: Query = { texts: [] }
  for (const [piece, quoted] of q.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    const narrowed = quoted === undefined ? narrow(piece) : undefined
    query = narrowed
      ? { ...query, ...narrowed }
      : { ...query, texts: [...query.texts, quoted ?? piece] }
  }
  return query
}

function narrow(piece: string): Partial<Query> | undefined {
  const [, operator = '', value = ''] = /^([a-z]+):(.+)$/i.exec(piece) ?? []
  switch (operator.toLowerCase()) {
    case 'from':
      return when(UserId, value, (from) => ({ from }))
    case 'in':
      return when(RoomId, value, (room) => ({ in: room }))
    case 'before':
      return when(Moment, value, (until) => ({ until }))
    case 'after':
      return when(Moment, value, (since) => ({ since }))
    default:
      return undefined
  }
}

function when<S extends z.ZodType>(
  schema: S,
  value: string,
  then: (value: z.output<S>) => Partial<Query>,
): Partial<Query> | undefined {
  const parsed = schema.safeParse(value)
  return parsed.success ? then(parsed.data) : undefined
}

/** A date is the beginning of this day in UTC. */
const Moment = z.union([z.iso.date(), Time, z.iso.datetime({ offset: true })]).transform(Date.parse)
