import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { readConfig } from '../../server/config.ts'
import { start } from '../../server/start.ts'
import { Client } from './client.ts'
import { MANAGEMENT } from './contract.ts'
import { NO_QUOTAS } from './no-quotas.ts'
import { migratedDatabase } from './templates.ts'

export const API_KEY = 'an-operators-own-key-of-32-bytes-and-more'
export const SECRET = 'a secret of the app, of 32 bytes and more'

/**
 * A real server on a free port, its data in a temporary folder. `web`: the folder of another build of the web app.
 * `await using` leaves nothing behind.
 */
export async function parlance(
  settings: Record<string, string> = {},
  isDemo = false,
  web?: string,
) {
  const data = mkdtempSync(join(tmpdir(), 'parlance-'))
  const database = await migratedDatabase(data, settings['PARLANCE_DATABASE_URL'])
  /** What another server needs to be on the same data. */
  const place = { PARLANCE_DATA: data, PARLANCE_DATABASE_URL: database.url }
  const env = {
    ...place,
    PARLANCE_HOST: '127.0.0.1',
    PARLANCE_PORT: '0',
    PARLANCE_MANAGEMENT_PORT: '0',
    PARLANCE_API_KEY: API_KEY,
    PARLANCE_LOG_LEVEL: 'silent',
    PARLANCE_JWT_SECRET: SECRET,
    PARLANCE_COMMANDS_PER_SECOND: '10000',
    ...NO_QUOTAS,
    // Most tests put people into rooms who share none; those about consent turn requests on.
    PARLANCE_REQUESTS: 'off',
    ...settings,
  }
  const remove = async () => {
    await database.drop()
    rmSync(data, { recursive: true, force: true })
  }
  const started = async () => start(readConfig([], env), undefined, undefined, isDemo, web)
  const server = await started().catch(async (error) => {
    await remove()
    throw error
  })
  const url = `http://127.0.0.1:${server.port}`
  const management = `http://127.0.0.1:${server.managementPort}`
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= server.stop())
  return {
    url,
    management,
    place,
    lobby: server.lobby,
    administratorLink: server.administratorLink,
    demo: server.demo,
    stop,
    /** Somebody with the app's token. The id is the name in lower case, and unlike any other's. */
    user: async (name: string) => {
      const id = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`
      return new Client(url, await token({ sub: id, name }), id)
    },
    guest: async (name: string) => {
      const body = JSON.stringify({ name })
      const made = await fetch(`${url}/api/v1/guests`, { method: 'POST', body })
      const { token, user } = await made.json()
      return new Client(url, token, user.id)
    },
    /** The app's backend, with the operator's key or another. */
    backend: (key = API_KEY) => new Client(management, key, 'parlance', MANAGEMENT),
    as: (word: string) => new Client(url, word, ''),
    [Symbol.asyncDispose]: async () => {
      await stop()
      await remove()
    },
  }
}

export type Parlance = Awaited<ReturnType<typeof parlance>>

/** A token as an app signs it, an hour long unless it says otherwise. */
export function token(claims: Record<string, unknown>, secret = SECRET): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 3600
  return new SignJWT({ iss: 'the-app', exp, name: 'Somebody', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))
}
