import { GraphQLID, GraphQLList, GraphQLNonNull } from 'graphql'
import { UserId } from '../../../../protocol/ids.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Context } from '../execution/context.ts'
import { Node, type NodeType, nodeTypeOf } from './node-interface.ts'
import type { Fields } from './outputs.ts'

const Id = new GraphQLNonNull(GraphQLID)

/** Reading objects again by their id alone (https://relay.dev/graphql/objectidentification.htm). */
export const nodeFields: Fields = {
  node: {
    description:
      'A user, room, message, invitation, request or join request, by its id; null if the viewer cannot see it',
    type: Node,
    args: { id: { type: Id } },
    extensions: { weight: { cost: 1, runs: 'for each', size: () => 1 } },
    resolve: (_, { id }, context) => nodeOf(id, context),
  },
  nodes: {
    description:
      'Up to 100 users, rooms, messages, invitations, requests and join requests, in the order of the ids; null for each one that the viewer cannot see',
    type: new GraphQLNonNull(new GraphQLList(Node)),
    args: { ids: { type: new GraphQLNonNull(new GraphQLList(Id)) } },
    extensions: {
      weight: { cost: 1, times: countOf, runs: 'for each', size: countOf },
    },
    resolve: (_, { ids }, context) => ids.map((id: string) => nodeOf(id, context)),
  },
}

function countOf({ ids }: Readonly<Record<string, unknown>>): number {
  const { length } = Array.isArray(ids) ? ids : []
  if (length <= LIMITS.idsPerCommand) return length
  throw new Refusal(
    'invalid_input',
    `ids must be at most ${LIMITS.idsPerCommand}: send several requests`,
    {
      ids: `must be at most ${LIMITS.idsPerCommand}`,
    },
  )
}

/** The command that reads each type, which checks what the caller can see. */
const READ: { readonly [T in NodeType]: (id: string, context: Context) => Promise<unknown> } = {
  Room: (room, { run }) => run('rooms.get', { room }),
  Message: (message, { run }) => run('messages.find', { message }),
  Invitation: (invitation, { run }) => run('invitations.get', { invitation }),
  JoinRequest: (joinRequest, { run }) => run('joinRequests.get', { joinRequest }),
  ContactRequest: (request, { run }) => run('requests.get', { request }),
  User: async (id, { users }) => {
    const user = UserId.safeParse(id)
    return user.success ? users.load(user.data) : null
  },
}

async function nodeOf(id: string, context: Context): Promise<unknown> {
  try {
    return await READ[nodeTypeOf(id)](id, context)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return null
    throw error
  }
}
