import type { CommandName } from '../../protocol/commands.ts'
import { COMMANDS } from '../../protocol/commands.ts'
import type { Client } from './client.ts'
import { graphql } from './graphql.ts'
import { callOp } from './matrix.ts'

export type Fields = Readonly<Record<'room' | 'message', string>>

/** What differs between any two answers: new ids, times and seqs. */
const NEW =
  /"(?:id|room|seq|createdAt|expiresAt|joinedAt|editedAt|version|cursor|at|uses)":(?:"[^"]*"|\d+)/g

/** The answers of REST and the socket about a user, without what is new in each answer, and without the user's id. */
export async function outcomes(
  who: Client,
  name: CommandName,
  user: string,
  input: object,
): Promise<string> {
  const rest = await callOp(who, COMMANDS[name], { ...input })
  const socket = await who.socket()
  const live = await socket.command(name, input)
  socket.ws.close()
  const plain = (value: unknown) =>
    (JSON.stringify(value) ?? '').replaceAll(user, 'the user').replace(NEW, '')
  return `${rest.status} ${plain(rest.body)} ${plain(live)}`
}

/** What GraphQL says of the object with this id. */
export const graphqlOf = async (who: Client, id: string): Promise<string> =>
  JSON.stringify(
    (await graphql(who, '{ node(id: $id) { id } }'.replace('$id', `"${id}"`))).data.node,
  )
