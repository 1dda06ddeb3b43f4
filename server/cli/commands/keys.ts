import { decodeJwt, decodeProtectedHeader } from 'jose'
import { SCOPES } from '../../../protocol/entities.ts'
import { listOf, tableOf } from '../columns.ts'
import type { Command } from '../command.ts'
import { CommandFailed, UsageError } from '../errors.ts'
import { ask } from '../links/link.ts'
import { findUser } from '../names.ts'

export const KEY_COMMANDS: readonly Command[] = [
  {
    name: 'token mint',
    summary: 'Create a token of a user, for an app or a test',
    args: [{ name: 'user', description: 'the id or the handle of the user' }],
    flags: { seconds: { type: 'string', description: 'how long it is valid; 3600 by default' } },
    run: async (call) => {
      const seconds = call.count('seconds', 3600)
      const link = await call.link()
      const user = await findUser(link, call.arg('user'))
      const made = await ask(link, 'tokens.create', { user, seconds })
      return { json: made, text: made.token }
    },
  },
  {
    name: 'token inspect',
    summary: 'Print what a token says, and whether this server accepts it',
    args: [{ name: 'token', description: 'a JWT' }],
    run: async (call) => {
      const token = call.arg('token')
      let said: Record<string, unknown>
      try {
        said = { ...decodeProtectedHeader(token), ...decodeJwt(token) }
      } catch {
        throw new UsageError('TOKEN: this is not a JWT: give the token as your backend signed it')
      }
      const { checkToken } = await import('../check-token.ts')
      const problem = await checkToken(call.config(), token)
      const json = { claims: said, isAccepted: problem === undefined, ...(problem && { problem }) }
      if (problem !== undefined && !call.isJson)
        throw new CommandFailed(`${listOf(said)}\n\nnot accepted: ${problem}`)
      return { json, text: `${listOf(said)}\n\naccepted` }
    },
  },
  {
    name: 'key create',
    summary: 'Create an API key of the management port, which is printed once',
    args: [
      { name: 'name', description: 'a name, for the list of keys' },
      { name: 'scopes', description: 'what it may do', rest: true, values: SCOPES },
    ],
    run: async (call) => {
      const given = call.rest('scopes')
      const scopes = SCOPES.filter((scope) => given.includes(scope))
      const made = await ask(await call.link(), 'keys.create', { name: call.arg('name'), scopes })
      return { json: made, text: listOf({ id: made.id, key: made.key }) }
    },
  },
  {
    name: 'key list',
    summary: 'List the API keys, without the operator’s own',
    run: async (call) => {
      const { keys } = await ask(await call.link(), 'keys.list', {})
      return {
        json: keys,
        text: tableOf(keys, [
          ['id', ({ id }) => id],
          ['name', ({ name }) => name],
          ['begins with', ({ prefix }) => prefix],
          ['scopes', ({ scopes }) => scopes.join(' ')],
          ['created', ({ createdAt }) => createdAt],
          ['last used', ({ lastUsedAt }) => lastUsedAt],
        ]),
      }
    },
  },
  {
    name: 'key revoke',
    summary: 'Delete an API key: it is refused from then on',
    args: [{ name: 'key', description: 'the id of a key' }],
    run: async (call) => {
      await ask(await call.link(), 'keys.delete', { key: call.arg('key') })
      return { json: { deleted: call.arg('key') }, text: `${call.arg('key')} is revoked` }
    },
  },
]
