import * as z from 'zod'
import { callRest } from '../../../sdk/typescript/src/rest.ts'
import type { Config } from '../../config.ts'
import { clientUrl } from '../links/open-link.ts'
import { type Finding, fault, inTime, ok, reasonOf, unchecked, WAIT_MS } from './finding.ts'
import { clockFinding } from './services.ts'

const Health = z.object({ status: z.literal('ok') })
const Guest = z.object({ token: z.string() })
const SEE = 'see docs/proxies'

/** Checks the server as clients reach it: through the proxy at its public URL, or without one at its port. */
export async function checkPublicUrl(config: Config): Promise<readonly Finding[]> {
  const direct = clientUrl(config)
  const url = config.url[0] ?? direct
  const answer = await fetch(`${url}/api/health`, {
    signal: AbortSignal.timeout(WAIT_MS),
    redirect: 'manual',
  }).catch(reasonOf)
  if (typeof answer === 'string')
    return [
      fault(
        'address',
        `${url}: ${answer}: check DNS, the certificate, the proxy, and that the server runs`,
      ),
    ]
  const leadsTo = answer.headers.get('location')
  if (answer.status >= 300 && answer.status < 400 && leadsTo !== null)
    return [
      fault(
        'address',
        `${url} only leads to ${leadsTo}: set PARLANCE_URL to the address at which people arrive`,
      ),
    ]
  if (!Health.safeParse(await answer.json().catch(() => undefined)).success)
    return [
      fault(
        'address',
        `${url} answers ${answer.status}, but it is not Parlance: let the proxy pass every path to ${direct} (${SEE})`,
      ),
    ]
  const date = Date.parse(answer.headers.get('date') ?? '')
  return [
    ok('address', `${url} is Parlance`),
    Number.isNaN(date) ? unchecked('clock', 'the answer has no date') : clockFinding('clock', date),
    proxyFinding(config, direct),
    await checkSocket(url),
    await checkStream(url, direct),
  ]
}

function proxyFinding({ url: [url], trustedProxies }: Config, direct: string): Finding {
  if (url === undefined || url === direct) return unchecked('proxy', 'PARLANCE_URL names no proxy')
  return trustedProxies.length === 0
    ? fault(
        'proxy',
        'PARLANCE_TRUSTED_PROXIES is not set, so all users behind the proxy share the limits of one address: set its address',
      )
    : ok('proxy', `its headers are trusted from ${trustedProxies.join(', ')}`)
}

/** With the origin that pages of the public URL send. */
async function checkSocket(url: string): Promise<Finding> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/socket`, {
    headers: { origin: url },
    // Bun's second argument, which is not in the types of the browser.
  } as unknown as string[])
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.onopen = () => resolve(true)
  socket.onerror = () => resolve(false)
  socket.onclose = () => resolve(false)
  const isOpen = await inTime(promise)
  socket.close()
  return isOpen
    ? ok('WebSocket', 'it opens')
    : fault(
        'WebSocket',
        `it does not open: let the proxy pass the headers Upgrade, Connection, Host and X-Forwarded-Proto (${SEE}); clients fall back to SSE`,
      )
}

/** The token of a new guest; undefined if the server has none. */
export async function guestToken(direct: string): Promise<string | undefined> {
  const guest = await callRest(direct, '', 'guests.create', { name: 'Doctor' }).catch(reasonOf)
  return Guest.safeParse(guest).data?.token
}

/** A guest's stream begins at once: if not, the proxy collects what it should pass on. */
async function checkStream(url: string, direct: string): Promise<Finding> {
  const token = await guestToken(direct)
  if (token === undefined) return unchecked('SSE', 'it needs a guest, and the server has none')
  const stop = new AbortController()
  try {
    const first = await inTime(
      fetch(`${url}/api/v1/events`, {
        headers: { authorization: `Bearer ${token}` },
        signal: stop.signal,
      }).then(async (answer) => ({
        status: answer.status,
        part: await answer.body?.getReader().read(),
      })),
    ).catch(reasonOf)
    if (typeof first === 'object' && first.status === 200 && first.part?.value !== undefined)
      return ok('SSE', 'the first event arrives at once')
    return fault(
      'SSE',
      first === undefined
        ? `nothing arrives in ${WAIT_MS / 1000} s: switch off buffering in the proxy, such as proxy_buffering off (${SEE})`
        : `the stream does not open (${typeof first === 'string' ? first : first.status}): let the proxy pass the header Authorization (${SEE})`,
    )
  } finally {
    stop.abort()
  }
}
