import { Client } from './client.ts'
import type { Parlance } from './parlance.ts'
import { execute } from './sql.ts'

export const PASSWORD = 'correct horse battery'
export const OPEN = { PARLANCE_ACCOUNTS: 'open' }

export type Pair = {
  readonly user: { readonly id: string; readonly name: string; readonly handle: string }
  readonly session: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresAt: string
}

/** Somebody without a token. */
export const visitor = (server: Parlance) => new Client(server.url, '', '')

/** A call without a token, and what it answers. */
export async function post(
  server: Parlance,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'user-agent': 'Test/1', ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), response }
}

/** A new account, and the client of its first session. */
export async function signUp(server: Parlance, handle: string, more: object = {}) {
  const { status, body } = await post(server, '/accounts', { handle, password: PASSWORD, ...more })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return { ...clientOf(server, body), pair: body as Pair }
}

/** One more session. */
export async function signIn(server: Parlance, login: string, password = PASSWORD) {
  const { status, body } = await post(server, '/sessions', { login, password })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return { ...clientOf(server, body), pair: body as Pair }
}

export const clientOf = (server: Parlance, pair: Pair) => ({
  client: new Client(server.url, pair.accessToken, pair.user.id),
})

export const refresh = (server: Parlance, refreshToken: string) =>
  post(server, '/sessions/refresh', { refreshToken })

/** Sets a time in all rows of a table back, as if so much time had passed. */
export const aged = ({ place }: Parlance, table: string, column: string, ms: number) =>
  execute(
    place.PARLANCE_DATABASE_URL,
    [`update ${table} set ${column} = ${column} - ${ms}`],
    place.PARLANCE_DATA,
  )

/** A new account on a server where signing up needs a link. */
export async function invited(server: Parlance, handle: string): Promise<Client> {
  const { code: link } = await server.backend().ask('POST', '/links', { purpose: 'sign_up' })
  return (await signUp(server, handle, { link })).client
}
