/** The bus cannot be used: what is wrong with the setting, in one line. */
export class CannotJoin extends Error {}

/** What no waiting changes: the password, the rights, or what it is that answers there. */
const FINAL: readonly (readonly [RegExp, (host: string, says: string) => string])[] = [
  [
    /NOAUTH|WRONGPASS|invalid password/i,
    (host) => `${host} wants another password: redis://:PASSWORD@host:port`,
  ],
  [
    /NOPERM/,
    (host, says) =>
      `${host} does not allow what is needed (${says}): +@pubsub +ping on all channels`,
  ],
  [
    /cluster support disabled/i,
    (host) => `${host} is no Cluster: give its URL alone, without further hosts`,
  ],
  [
    /certificate|altnames/i,
    (host, says) =>
      `the certificate of ${host} is not trusted (${says}): name its authority in NODE_EXTRA_CA_CERTS`,
  ],
  [
    /Unknown RESP type|Protocol error|wrong version number|EPROTO|ERR_SSL/i,
    (host) =>
      `what answers at ${host} is no Redis, or speaks TLS where the URL does not say rediss://`,
  ],
]

export const isFinal = (error: unknown): boolean => FINAL.some(([said]) => said.test(saysOf(error)))

/** Why there is no bus, without the URL itself: it may hold a password. */
export function redisReason(error: unknown, host: string): { isFinal: boolean; says: string } {
  const says = saysOf(error)
  const [, words] = FINAL.find(([said]) => said.test(says)) ?? []
  if (words !== undefined) return { isFinal: true, says: words(host, says) }
  const name = /ENOTFOUND|EAI_AGAIN/.test(says) ? ': there is no host of this name' : ''
  return {
    isFinal: false,
    says: `nobody answers at ${host}${name}: is Redis or Valkey running there?`,
  }
}

/** A Cluster says only that none of its nodes could be asked, and has with it what the last one said. */
function saysOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const last = 'lastNodeError' in error ? saysOf(error.lastNodeError) : ''
  return `${error.message.split('\n')[0]} ${last}`.trim()
}

/** The first of them; a URL that can never be used is refused before anything is asked. */
export function hostOf(url: string): string {
  const hosts = url
    .split(',')
    .map((each, i) => URL.parse(i === 0 || SCHEME.test(each) ? each : `redis://${each}`))
  for (const host of hosts)
    if (host === null || host.hostname === '' || !SCHEMES.has(host.protocol))
      throw new CannotJoin('give a redis:// or rediss:// URL, or several with commas')
  return hosts[0]?.host ?? ''
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const SCHEMES = new Set(['redis:', 'rediss:'])
