import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull } from 'graphql'
import { IDS, type IdPrefix } from '../../../../protocol/ids.ts'

export type NodeType = 'User' | 'Room' | 'Message' | 'Invitation' | 'JoinRequest' | 'ContactRequest'

/**
 * The types of the objects whose ids have a prefix. Every other id is a user's: apps cannot create user ids in these
 * forms. An object without a type here is only on the management port.
 */
const TYPES: { readonly [P in IdPrefix]: Exclude<NodeType, 'User'> | undefined } = {
  room: 'Room',
  msg: 'Message',
  inv: 'Invitation',
  jrq: 'JoinRequest',
  req: 'ContactRequest',
  key: undefined,
  job: undefined,
  ses: undefined,
  link: undefined,
  idn: undefined,
  pky: undefined,
  san: undefined,
  ers: undefined,
  exp: undefined,
  hld: undefined,
  rpt: undefined,
  wrd: undefined,
}

/** The type of the object with this id. */
export function nodeTypeOf(id: string): NodeType {
  for (const [prefix, type] of Object.entries(TYPES))
    if (IDS[prefix as IdPrefix].safeParse(id).success) return type ?? 'User'
  return 'User'
}

/** Only these types have a field `id`. Clients cache objects by it, and would mistake a reference for the object. */
const NODES: ReadonlySet<string | undefined> = new Set(['User', ...Object.values(TYPES)])
export const isNode = (type: string): boolean => NODES.has(type)

export const Node = new GraphQLInterfaceType({
  name: 'Node',
  description: 'An object with an id that is unique on the whole server',
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolveType: ({ id }: { readonly id: string }) => nodeTypeOf(id),
})
