import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull } from 'graphql'
import type * as z from 'zod'
import { InvitationId, MessageId, RoomId } from '../../../../protocol/ids.ts'

/** Types whose ids have a form of their own. Every other id is a user's: apps cannot create user ids in these forms. */
const FORMS: readonly (readonly [type: string, id: z.ZodType])[] = [
  ['Room', RoomId],
  ['Message', MessageId],
  ['Invitation', InvitationId],
]

/** The type of the object with this id. */
export const nodeTypeOf = (id: string): string =>
  FORMS.find(([, form]) => form.safeParse(id).success)?.[0] ?? 'User'

/** Only these types have a field `id`. Clients cache objects by it, and would mistake a reference for the object. */
const NODES: ReadonlySet<string> = new Set(['User', ...FORMS.map(([type]) => type)])
export const isNode = (type: string): boolean => NODES.has(type)

export const Node = new GraphQLInterfaceType({
  name: 'Node',
  description: 'An object with an id that is unique on the whole server',
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolveType: ({ id }: { readonly id: string }) => nodeTypeOf(id),
})
