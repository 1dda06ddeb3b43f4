import * as z from 'zod'
import { Time } from '../../../../protocol/entities.ts'
import { RoomId, UserId } from '../../../../protocol/ids.ts'
import type { Search } from '../../ports.ts'

type Query = Omit<Search, 'order'>

/**
 * What somebody types is never wrong: words, "several in this order", and from:, in:, before: and after:
 * with a value that can be one. Of each of these the last counts; everything else is words.
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

/** A day begins at midnight in UTC. */
const Moment = z.union([z.iso.date(), Time, z.iso.datetime({ offset: true })]).transform(Date.parse)
