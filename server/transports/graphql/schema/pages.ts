import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { Refusal } from '../../../../protocol/refusals.ts'

/** The most items of a page. Less than the limit of the commands, which read one item more to detect a further page. */
export const PAGE_MAX = 100
/** The items of a page where the query gives no size. */
const PAGE = 50

type Arguments = Readonly<Record<string, unknown>>

/** The most items that a page can have with these arguments. Refuses `invalid_input`. */
export function sizeOf({ first, last }: Arguments): number {
  const size = first ?? last ?? PAGE
  if (typeof size === 'number' && size >= 1 && size <= PAGE_MAX) return size
  const field = first === undefined || first === null ? 'last' : 'first'
  const problem = `must be a whole number from 1 to ${PAGE_MAX}`
  throw new Refusal('invalid_input', `${field} ${problem}`, { [field]: problem })
}

/** The source of a Relay connection (https://relay.dev/graphql/connections.htm). */
export type Page = {
  readonly nodes: readonly unknown[]
  /** The cursor of the node at this index. */
  readonly cursorOf: (index: number) => string
  /** Given where it is not the cursor of the last node. */
  readonly endCursor?: string | undefined
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  /** The cursor of the snapshot that the page was read from, and the room's last seq in it. */
  readonly cursor?: string
  readonly seq?: number
}

/** A page of items that have a cursor each. `items` has one item more than the page where there is a further page. */
export function pageBy<T>(
  items: readonly T[],
  {
    size,
    isBackward = false,
    hasCursor,
  }: { size: number; isBackward?: boolean; hasCursor: boolean },
  cursorOf: (item: T) => string | number,
): Page {
  const hasMore = items.length > size
  const nodes = isBackward ? items.slice(-size) : items.slice(0, size)
  return {
    nodes,
    cursorOf: (index) => String(cursorOf(nodes[index] as T)),
    hasNextPage: isBackward ? hasCursor : hasMore,
    hasPreviousPage: isBackward ? hasMore : hasCursor,
  }
}

/** A page of a command that answers `next`, the cursor of the following page. */
export function pageFrom(
  nodes: readonly unknown[],
  { next, hasCursor }: { readonly next: string | undefined; readonly hasCursor: boolean },
  afterItem: (index: number) => string,
): Page {
  return {
    nodes,
    cursorOf: afterItem,
    // An empty page can have a following page.
    endCursor: next,
    hasNextPage: next !== undefined,
    hasPreviousPage: hasCursor,
  }
}

const nonNull = <T extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: T) =>
  new GraphQLNonNull(type)

const PageInfo = new GraphQLObjectType<Page>({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: nonNull(GraphQLBoolean) },
    hasPreviousPage: { type: nonNull(GraphQLBoolean) },
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

/** The connection of a type. `snapshot`: its pages have the `cursor` of their snapshot, or the cursor and the `seq`. */
export function connectionOf(node: GraphQLObjectType, snapshot: 'cursor' | 'seq' | undefined) {
  const edge = new GraphQLObjectType<{ cursor: () => string; node: unknown }>({
    name: `${node.name}Edge`,
    fields: { cursor: { type: nonNull(GraphQLString) }, node: { type: nonNull(node) } },
  })
  return new GraphQLObjectType<Page>({
    name: `${node.name}Connection`,
    fields: {
      nodes: { type: nonNull(new GraphQLList(nonNull(node))) },
      edges: {
        type: nonNull(new GraphQLList(nonNull(edge))),
        resolve: ({ nodes, cursorOf }) =>
          nodes.map((node, i) => ({ cursor: () => cursorOf(i), node })),
      },
      pageInfo: { type: nonNull(PageInfo), resolve: (page) => page },
      ...(snapshot !== undefined && {
        cursor: {
          type: nonNull(GraphQLString),
          description:
            'The cursor of this page’s snapshot: pass it as `after` of a subscription to receive all later events',
        },
      }),
      ...(snapshot === 'seq' && {
        seq: { type: nonNull(GraphQLInt), description: 'The room’s last seq in this snapshot' },
      }),
    },
  })
}
