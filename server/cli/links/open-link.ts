import * as z from 'zod'
import { ChatError } from '../../../sdk/typescript/src/error.ts'
import { callRest } from '../../../sdk/typescript/src/rest.ts'
import type { Config } from '../../config.ts'
import { readSecrets } from '../../settings/secrets.ts'
import { CommandFailed } from '../errors.ts'
import type { Link } from './link.ts'
import { serverLink } from './server-link.ts'

/** How long a server may take to answer, in ms, before it counts as down. */
const ANSWER_MS = 2000

/** The running server of these settings, or its database if the server is down. */
export async function openLink(config: Config): Promise<Link> {
  const management = managementUrl(config)
  const isUp = management !== undefined && (await isParlance(management))
  const key = operatorKey(config)
  if (isUp && key !== undefined && (await accepts(management, key)))
    return serverLink(management, clientUrl(config), key)
  const { openDirectLink } = await import('./direct-link.ts')
  try {
    return await openDirectLink(config)
  } catch (error) {
    if (!isUp) throw error
    throw new CommandFailed(
      `PARLANCE_API_KEY: the server at ${management} does not accept this key: set the key with which it was started`,
    )
  }
}

/** The running server. Throws `CommandFailed` if it is down. */
export async function openServer(config: Config): Promise<Link & { readonly clientUrl: string }> {
  const [management, key] = [managementUrl(config), operatorKey(config)]
  if (management === undefined || key === undefined || !(await isParlance(management)))
    throw new CommandFailed(
      'no server answers at the management port: this command needs a running server. Start it with `parlance serve`',
    )
  return { ...serverLink(management, clientUrl(config), key), clientUrl: clientUrl(config) }
}

export const managementUrl = ({ managementHost, managementPort }: Config): string | undefined =>
  managementPort === 'off' ? undefined : `http://${reachable(managementHost)}:${managementPort}`
export const clientUrl = ({ host, port }: Config): string => `http://${reachable(host)}:${port}`

/** The address at which a port that listens on all addresses is reached from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

const Version = z.object({ name: z.literal('parlance') })

async function isParlance(management: string): Promise<boolean> {
  try {
    const answer = await fetch(`${management}/version`, { signal: AbortSignal.timeout(ANSWER_MS) })
    return Version.safeParse(await answer.json()).success
  } catch {
    return false // Nobody answers, or another program does.
  }
}

async function accepts(management: string, key: string): Promise<boolean> {
  try {
    await callRest(management, key, 'keys.list', {})
    return true
  } catch (error) {
    if (error instanceof ChatError && error.code === 'invalid_key') return false
    throw error
  }
}

/** The key of the settings, or the one in the data folder. It is not created here. */
const operatorKey = ({ apiKey, databaseUrl, data }: Config): string | undefined =>
  apiKey ?? (databaseUrl === '' ? readSecrets(data)?.apiKey : undefined)
