import { SignJWT } from 'jose'
import { freshDatabase } from '../support/database.ts'
import { SECRET } from '../support/parlance.ts'
import { ownProcess } from '../support/process.ts'

/** Nodes that may be killed at any moment, and what their clients need to go on regardless. */
export async function mortalNodes(count = 1) {
  const database = await freshDatabase()
  const settings = {
    PARLANCE_DATABASE_URL: database.url,
    PARLANCE_REDIS_URL: count > 1 ? (process.env['TEST_REDIS_URL'] ?? '') : '',
    PARLANCE_LOG_LEVEL: 'error',
  }
  const nodes = await Promise.all(Array.from({ length: count }, () => ownProcess(settings)))
  for (const node of nodes) await node.start()
  return {
    urls: nodes.map((node) => node.url),
    /** One after the other. */
    kill: async (nth: number) => {
      await nodes[nth % count]?.kill()
      await nodes[nth % count]?.start()
    },
    [Symbol.asyncDispose]: async () => {
      for (const node of nodes) await node[Symbol.asyncDispose]()
      await database.drop()
    },
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

/** Asks one node after another until one answers: they may be down just now. */
export async function ask(
  urls: readonly string[],
  token: string,
  method: string,
  path: string,
  body?: object,
) {
  for (let turn = 0; ; turn++) {
    const response = await fetch(`${urls[turn % urls.length]}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => undefined)
    if (response?.ok) return response.status === 204 ? undefined : await response.json()
    if (response !== undefined && response.status < 500) throw new Error(await response.text())
    await Bun.sleep(20)
  }
}
