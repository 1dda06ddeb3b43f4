import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'

/** What one page holds at most, and where nothing is said. One less than the others: one more is asked for. */
export const PAGE_MAX = 100
const PAGE = 50

type Arguments = Readonly<Record<string, unknown>>

/** How many a page may hold, by its arguments. */
export function sizeOf({ first, last }: Arguments): number {
  const size = first ?? last ?? PAGE
  if (typeof size === 'number' && size >= 1 && size <= PAGE_MAX) return size
  const field = first === undefined || first === null ? 'last' : 'first'
  const says = `must be a whole number from 1 to ${PAGE_MAX}`
  throw new Refusal('invalid_input', `${field} ${says}`, { [field]: says })
}

/** A page as Relay knows it (https://relay.dev/graphql/connections.htm), and as it comes. */
export type Page = {
  readonly nodes: readonly unknown[]
  readonly cursors: readonly string[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  /** The moment of the page, to listen from, and the room's seq at it. */
  readonly cursor?: string
  readonly seq?: number
}

/** Where each has a cursor of its own. One more than the page was asked for: it says that there is more. */
export function pageBy<T>(
  items: readonly T[],
  { size, isBackward = false, isLater }: { size: number; isBackward?: boolean; isLater: boolean },
  cursorOf: (item: T) => string | number,
): Page {
  const isMore = items.length > size
  const nodes = isBackward ? items.slice(-size) : items.slice(0, size)
  return {
    nodes,
    cursors: nodes.map((node) => String(cursorOf(node))),
    hasNextPage: isBackward ? isLater : isMore,
    hasPreviousPage: isBackward ? isMore : isLater,
  }
}

/** A place in a list that only says where its next page begins: so many after that. */
type Place = { readonly skip: number; readonly after: string | undefined }

export function placeOf(after: unknown): Place {
  if (typeof after !== 'string') return { skip: 0, after: undefined }
  const [, skip = '', rest = ''] = /^(\d{1,3})~(.{0,200})$/s.exec(after) ?? []
  if (skip === '')
    throw new Refusal('invalid_input', 'after must be the endCursor of another page of this list')
  return { skip: Number(skip), after: rest === '' ? undefined : rest }
}

/** As many as there may be in one page, and those before the place in it. */
export const limitFrom = ({ skip }: Place, size: number): number =>
  Math.min(LIMITS.pageMax, skip + size)

export function pageFrom(items: readonly unknown[], place: Place, next: string | undefined): Page {
  const nodes = items.slice(place.skip)
  const cursors = nodes.map((_, i) =>
    next !== undefined && i === nodes.length - 1
      ? `0~${next}`
      : `${place.skip + i + 1}~${place.after ?? ''}`,
  )
  return {
    nodes,
    cursors,
    hasNextPage: next !== undefined,
    hasPreviousPage: place.skip > 0 || place.after !== undefined,
  }
}

const some = <T extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: T) =>
  new GraphQLNonNull(type)

const PageInfo = new GraphQLObjectType<Page>({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: some(GraphQLBoolean) },
    hasPreviousPage: { type: some(GraphQLBoolean) },
    startCursor: { type: GraphQLString, resolve: ({ cursors }) => cursors[0] },
    endCursor: { type: GraphQLString, resolve: ({ cursors }) => cursors.at(-1) },
  },
})

/** The connection of a type: `isMoment` where its page is of one moment of a log. */
export function connectionOf(node: GraphQLObjectType, moment: 'cursor' | 'seq' | undefined) {
  const edge = new GraphQLObjectType<{ cursor: string; node: unknown }>({
    name: `${node.name}Edge`,
    fields: { cursor: { type: some(GraphQLString) }, node: { type: some(node) } },
  })
  return new GraphQLObjectType<Page>({
    name: `${node.name}Connection`,
    fields: {
      nodes: { type: some(new GraphQLList(some(node))) },
      edges: {
        type: some(new GraphQLList(some(edge))),
        resolve: ({ nodes, cursors }) =>
          nodes.map((each, i) => ({ cursor: cursors[i], node: each })),
      },
      pageInfo: { type: some(PageInfo), resolve: (page) => page },
      ...(moment !== undefined && {
        cursor: {
          type: some(GraphQLString),
          description: 'The moment of this page: say it as `after` to hear what comes next',
        },
      }),
      ...(moment === 'seq' && {
        seq: { type: some(GraphQLInt), description: 'The room’s last seq at that moment' },
      }),
    },
  })
}
