import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { Refusal } from '../../../../protocol/refusals.ts'

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
  /** Of the node at this place. */
  readonly cursorOf: (index: number) => string
  /** Where that is not the last node's. */
  readonly endCursor?: string | undefined
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
    cursorOf: (index) => String(cursorOf(nodes[index] as T)),
    hasNextPage: isBackward ? isLater : isMore,
    hasPreviousPage: isBackward ? isMore : isLater,
  }
}

/** Where the list itself says how it goes on, after its page and after each item. */
export function pageFrom(
  nodes: readonly unknown[],
  { next, isLater }: { readonly next: string | undefined; readonly isLater: boolean },
  afterItem: (index: number) => string,
): Page {
  return {
    nodes,
    cursorOf: afterItem,
    // A page may be empty and yet have a next.
    endCursor: next,
    hasNextPage: next !== undefined,
    hasPreviousPage: isLater,
  }
}

const some = <T extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: T) =>
  new GraphQLNonNull(type)

const PageInfo = new GraphQLObjectType<Page>({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: some(GraphQLBoolean) },
    hasPreviousPage: { type: some(GraphQLBoolean) },
    startCursor: {
      type: GraphQLString,
      resolve: ({ nodes, cursorOf }) => (nodes.length > 0 ? cursorOf(0) : undefined),
    },
    endCursor: {
      type: GraphQLString,
      resolve: ({ nodes, cursorOf, endCursor }) =>
        endCursor ?? (nodes.length > 0 ? cursorOf(nodes.length - 1) : undefined),
    },
  },
})

/** The connection of a type: `isMoment` where its page is of one moment of a log. */
export function connectionOf(node: GraphQLObjectType, moment: 'cursor' | 'seq' | undefined) {
  const edge = new GraphQLObjectType<{ cursor: () => string; node: unknown }>({
    name: `${node.name}Edge`,
    fields: { cursor: { type: some(GraphQLString) }, node: { type: some(node) } },
  })
  return new GraphQLObjectType<Page>({
    name: `${node.name}Connection`,
    fields: {
      nodes: { type: some(new GraphQLList(some(node))) },
      edges: {
        type: some(new GraphQLList(some(edge))),
        resolve: ({ nodes, cursorOf }) =>
          nodes.map((node, i) => ({ cursor: () => cursorOf(i), node })),
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
