import { ChatError, type RefusalCode, type RoomId, type User } from '../sdk/typescript/src/index.ts'
import type { Session } from './session.ts'
import { texts } from './texts.ts'

type Problem = {
  readonly code: RefusalCode
  readonly detail: string
  readonly fields?: Readonly<Record<string, string>>
}

// The requests without a connection. They reject with a ChatError.

export const signInAsGuest = (
  name: string,
): Promise<{ readonly token: string; readonly user: User }> =>
  call('guests', { method: 'POST', body: JSON.stringify({ name }) })

type Tokens = {
  readonly accessToken: string
  readonly refreshToken: string
  readonly user: User
}

export const signUp = async (handle: string, password: string, link: string): Promise<Session> =>
  sessionOf(
    await call<Tokens>('accounts', {
      method: 'POST',
      body: JSON.stringify({ handle, password, link }),
    }),
  )

/** The next pair of tokens of a session. */
export const refresh = async (refreshToken: string): Promise<Session> =>
  sessionOf(
    await call<Tokens>('sessions/refresh', {
      method: 'POST',
      body: JSON.stringify({ refreshToken }),
    }),
  )

const sessionOf = ({ accessToken, refreshToken, user }: Tokens): Session => ({
  token: accessToken,
  refreshToken,
  name: user.name,
})

export const getLobby = (): Promise<{ readonly room: RoomId }> => call('lobby')

async function call<Result>(path: string, request: RequestInit = {}): Promise<Result> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`api/v1/${path}`, { ...request, headers }).catch(unreachable)
  if (response.ok) return response.json()
  // A proxy in front of the server can answer with anything, also without JSON.
  const { code, detail, fields }: Problem = await response.json().catch(unreachable)
  throw new ChatError(code, detail, { fields })
}

function unreachable(): never {
  throw new ChatError('disconnected', texts.unreachable)
}
