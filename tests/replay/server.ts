import { SignJWT } from 'jose'
import { SECRET } from '../support/parlance.ts'
import { ownProcess } from '../support/process.ts'

/** A server that may be killed at any moment, and what its clients need to go on regardless. */
export async function mortalServer() {
  const server = await ownProcess({ PARLANCE_LOG_LEVEL: 'error' })
  await server.start()
  return {
    url: server.url,
    kill: async () => {
      await server.kill()
      await server.start()
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export function tokenOf(id: string, name: string): Promise<string> {
  return new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setIssuer('irc')
    .setExpirationTime('1 day')
    .setJti(crypto.randomUUID())
    .sign(new TextEncoder().encode(SECRET))
}

/** Asks until the server answers: it may be down just now. */
export async function ask(url: string, token: string, method: string, path: string, body?: object) {
  for (;;) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => undefined)
    if (response?.ok) return response.status === 204 ? undefined : await response.json()
    if (response !== undefined && response.status < 500) throw new Error(await response.text())
    await Bun.sleep(20)
  }
}
