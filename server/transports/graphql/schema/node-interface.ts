import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull } from 'graphql'
import type * as z from 'zod'
import { InvitationId, MessageId, RoomId } from '../../../../protocol/ids.ts'

/** Types whose ids have a form of their own. Every other id is a user's, which no app gives in these forms. */
const FORMS: readonly (readonly [type: string, id: z.ZodType])[] = [
  ['Room', RoomId],
  ['Message', MessageId],
  ['Invitation', InvitationId],
]

/** The type of what an id names. */
export const nodeTypeOf = (id: string): string =>
  FORMS.find(([, form]) => form.safeParse(id).success)?.[0] ?? 'User'

/** These alone have a field `id`: caches keep things by it, and would mix up what merely refers to one. */
const NODES: ReadonlySet<string> = new Set(['User', ...FORMS.map(([type]) => type)])
export const isNode = (type: string): boolean => NODES.has(type)

export const Node = new GraphQLInterfaceType({
  name: 'Node',
  description: 'What has an id of its own, which names nothing else on the whole server',
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolveType: ({ id }: { readonly id: string }) => nodeTypeOf(id),
})
