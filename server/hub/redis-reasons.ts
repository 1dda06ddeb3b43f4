/** The bus cannot be used: one line that says what is wrong with the setting. */
export class CannotConnect extends Error {}

type Reason = (host: string, message: string) => string

/** Errors that waiting cannot repair: the password, the rights, or a server that is not Redis. */
const FINAL: readonly (readonly [RegExp, Reason])[] = [
  [
    /NOAUTH|WRONGPASS|invalid password/i,
    (host) => `${host} rejects the password: set it as in redis://:PASSWORD@host:port`,
  ],
  [
    /NOPERM/,
    (host, message) =>
      `${host} refuses a right that Parlance needs (${message}): grant +@pubsub +ping on all channels`,
  ],
  [
    /cluster support disabled/i,
    (host) => `${host} is not a Cluster: set its URL alone, without further hosts`,
  ],
  [
    /certificate|altnames/i,
    (host, message) =>
      `the certificate of ${host} is not trusted (${message}): name the file of its authority in NODE_EXTRA_CA_CERTS`,
  ],
  [
    /Unknown RESP type|Protocol error|wrong version number|EPROTO|ERR_SSL/i,
    (host) =>
      `the server at ${host} is not Redis or Valkey, or only one side uses TLS: rediss:// is with TLS, redis:// without`,
  ],
]

export const isFinalError = (error: unknown): boolean =>
  FINAL.some(([pattern]) => pattern.test(messageOf(error)))

/** Why the bus cannot connect. The reason never contains the URL, as it may hold a password. */
export function redisReason(error: unknown, host: string): { isFinal: boolean; reason: string } {
  const message = messageOf(error)
  const [, reasonOf] = FINAL.find(([pattern]) => pattern.test(message)) ?? []
  if (reasonOf !== undefined) return { isFinal: true, reason: reasonOf(host, message) }
  const name = /ENOTFOUND|EAI_AGAIN/.test(message) ? ', because this host name does not exist' : ''
  return {
    isFinal: false,
    reason: `no server answers at ${host}${name}: is Redis or Valkey running there?`,
  }
}

/** The error of a Cluster says only that no node answered; `lastNodeError` has the last node's error. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const last = 'lastNodeError' in error ? messageOf(error.lastNodeError) : ''
  return `${error.message.split('\n')[0]} ${last}`.trim()
}

/** The first host of the setting. Throws for an invalid URL, before anything connects. */
export function hostOf(url: string): string {
  const hosts = url
    .split(',')
    .map((each, i) => URL.parse(i === 0 || SCHEME.test(each) ? each : `redis://${each}`))
  for (const host of hosts)
    if (host === null || host.hostname === '' || !SCHEMES.has(host.protocol))
      throw new CannotConnect('give a redis:// or rediss:// URL, or several separated by commas')
  return hosts[0]?.host ?? ''
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const SCHEMES = new Set(['redis:', 'rediss:'])
