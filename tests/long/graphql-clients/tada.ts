import {
  type FragmentOf,
  initGraphQLTada,
  type ResultOf,
  readFragment,
  type VariablesOf,
} from 'gql.tada'
import type { introspection } from './introspection'

const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string; JSON: unknown }
}>()

const MessageFields = graphql(`
  fragment MessageFields on Message { id seq text data createdAt sender { userId name } quote { messageId text } }
`)
const Things = graphql(
  `query Things($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Message { ...MessageFields } ... on User { kind } } }`,
  [MessageFields],
)
const Send = graphql(
  `mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { id ignored { mentions } } }`,
)

export const variables: VariablesOf<typeof Send> = {
  input: { room: 'room', text: 'hello', mentions: { users: ['ana'] } },
}
// @ts-expect-error: a text is required
export const wrong: VariablesOf<typeof Send> = { input: { room: 'room' } }

export function textOf(message: FragmentOf<typeof MessageFields>): string {
  const { text, sender } = readFragment(MessageFields, message)
  return `${sender.name}: ${text}`
}
export function kindsOf({ nodes }: ResultOf<typeof Things>): string[] {
  return nodes.map((node) => (node?.__typename === 'User' ? node.kind : (node?.id ?? '')))
}
