import { post, signUp } from './accounts.ts'
import { Authenticator, type Lies } from './authenticator.ts'
import type { Parlance } from './parlance.ts'

/** The page of a server without PARLANCE_URL. */
export const pageOf = ({ url }: Parlance): string => `http://localhost:${new URL(url).port}`

export const optionsOf = async (server: Parlance, path = '/passkeys/options') =>
  (await post(server, path, {})).body.options

/** An account with a passkey in a software authenticator. */
export async function withPasskey(server: Parlance, handle = 'ana', lies?: Lies) {
  const { client, pair } = await signUp(server, handle)
  const authenticator = new Authenticator(pageOf(server))
  const { options } = await client.ask('POST', '/account/passkeys/options', {})
  const body = { credential: authenticator.create(options, lies), name: 'Phone' }
  const passkey = await client.ask('POST', '/account/passkeys', body)
  return { client, pair, authenticator, passkey }
}

export const signInByPasskey = async (
  server: Parlance,
  authenticator: Authenticator,
  lies?: Lies,
) => {
  const credential = authenticator.get(await optionsOf(server), lies)
  return post(server, '/sessions/passkey', { credential })
}
