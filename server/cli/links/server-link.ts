import { ChatError } from '../../../sdk/typescript/src/error.ts'
import { callRest } from '../../../sdk/typescript/src/rest.ts'
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
      try {
        return (await ask(link, 'links.offerAdministrator', {})).code
      } catch (error) {
        if (error instanceof ChatError && error.code === 'forbidden') return undefined
        throw error
      }
    },
    close: async () => undefined,
  }
  return link
}
