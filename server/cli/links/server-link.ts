import { callRest } from '../../../sdk/typescript/src/rest.ts'
import { CommandFailed } from '../errors.ts'
import { ask, type Link } from './link.ts'

/** How long the token of a user is valid that one command needs, in s. */
const TOKEN_S = 60

/** A running server, through its management port, and its client port for commands of users. */
export function serverLink(management: string, clientUrl: string, key: string): Link {
  const link: Link = {
    where: `through the management port ${management}`,
    clientUrl,
    app: (name, input) => callRest(management, key, name, input),
    as: async (user, name, input) => {
      const { token } = await ask(link, 'tokens.create', { user, seconds: TOKEN_S })
      return callRest(clientUrl, token, name, input)
    },
    administratorLink: async () => {
      throw new CommandFailed(
        'a running server gives no set-up link: it printed one at its start. Stop it first, or use `parlance admin create`',
      )
    },
    close: async () => undefined,
  }
  return link
}
