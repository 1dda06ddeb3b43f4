import { existsSync } from 'node:fs'
import * as z from 'zod'
import { BACKUP_SETTINGS } from './settings/backups.ts'
import { ConfigError } from './settings/config-error.ts'
import { hookSecret, hookUrl } from './settings/hook.ts'
import { mailFrom, smtpUrl } from './settings/mail.ts'
import { issuerUrl, signUp } from './settings/oidc-issuers.ts'
import {
  addresses,
  claim,
  count,
  days,
  flag,
  list,
  management,
  origins,
  port,
  rate,
  share,
  tracesUrl,
} from './settings/schemas.ts'
import { secret } from './settings/secrets.ts'
import { readFlags, readToml, readVariables } from './settings/sources.ts'

export { ConfigError }

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

type Setting = { readonly schema: z.ZodType; readonly description: string }
const setting = <S extends z.ZodType>(schema: S, description: string) => ({ schema, description })

/** All settings. `PARLANCE_JWT_ISSUER` is also `--jwt-issuer`, and `jwt_issuer` in parlance.toml. */
export const SETTINGS = {
  host: setting(z.string().default('127.0.0.1'), 'the address to listen on; 0.0.0.0 for all'),
  port: setting(port.default(8000), 'the client port, for people and apps'),
  url: setting(
    origins.default([]),
    'the addresses that people open, separated by commas; requests for other host names are refused',
  ),
  managementHost: setting(
    z.string().default('127.0.0.1'),
    'the address of the management port; let only your backend reach it',
  ),
  managementPort: setting(management, 'the management port, for your backend, or off'),
  data: setting(
    z.string().default('data'),
    'the folder of the database and the secrets; only one server may use it at a time',
  ),
  databaseUrl: setting(
    z.string().default(''),
    'postgres://…, mariadb://… or mysql://…; empty is SQLite in the data folder',
  ),
  redisUrl: setting(
    z.string().default(''),
    'redis://…, the bus between nodes that share a database; empty is one node',
  ),
  jwtSecret: setting(secret.optional(), 'the secret that your app signs tokens with (HS256)'),
  jwtSecretPrevious: setting(
    secret.optional(),
    'the previous secret, while tokens that it signed are still valid',
  ),
  jwtIssuer: setting(
    z.string().optional(),
    'the only issuer (iss) whose tokens are accepted; empty is any',
  ),
  jwtAudience: setting(
    z.string().optional(),
    'the audience that a token’s aud must be or contain; empty is any',
  ),
  jwtRoleClaim: setting(
    claim.optional(),
    'the claim with the role on the whole server (user, moderator or administrator); empty: tokens carry no roles',
  ),
  secret: setting(secret.optional(), 'the secret for the server’s own tokens and cursors'),
  apiKey: setting(secret.optional(), 'the first key of the management port, which has every scope'),
  accounts: setting(
    z.enum(['open', 'invite', 'off'], { error: 'must be open, invite or off' }).default('invite'),
    'who can sign up with a password: everybody (open), people with a one-time link (invite), or nobody (off)',
  ),
  oidcIssuer: setting(
    issuerUrl.optional(),
    'the issuer (OpenID Connect) at which people can sign in, such as https://id.example.com',
  ),
  oidcClientId: setting(z.string().optional(), 'the id of this server at the issuer'),
  oidcClientSecret: setting(z.string().optional(), 'the secret of this server at the issuer'),
  oidcName: setting(
    z.string().max(60).default('Single sign-on'),
    'the name of the issuer, for the sign-in page',
  ),
  oidcSignUp: setting(
    signUp.default('invite'),
    'open: the issuer’s users need no one-time link to sign up',
  ),
  oidcProviders: setting(
    z.string().default(''),
    'a TOML file with further issuers, a table for each',
  ),
  smtpUrl: setting(
    smtpUrl.optional(),
    'the mail server, smtp://user:password@host:587 or smtps://…; empty: no mail is sent',
  ),
  mailFrom: setting(
    mailFrom.optional(),
    'the sender of mails, such as Example <noreply@example.org>',
  ),
  mailsPerHour: setting(
    count.default(500),
    'the most mails of one purpose (addresses to verify, forgotten passwords) in an hour',
  ),
  guests: setting(flag.default(true), 'allow users to sign in as guests, by a name alone'),
  requests: setting(
    flag.default(true),
    'whether users who share no room with the caller must agree before they are added to a dm or a group',
  ),
  requestsPerUser: setting(
    count.default(50),
    'the most requests of one user, pending ones and those of the last 24 hours',
  ),
  quickRooms: setting(flag.default(true), 'offer quick rooms at /chat; they need guests'),
  origins: setting(
    origins.default([]),
    'other origins whose pages may call the server, separated by commas',
  ),
  trustedProxies: setting(
    list.pipe(addresses).default([]),
    'addresses and ranges of the proxies whose X-Forwarded-… headers are trusted, separated by commas',
  ),
  commandsPerSecond: setting(
    rate.default(20),
    'commands a second of one user, after a burst of three seconds’ worth',
  ),
  addressPerSecond: setting(
    rate.default(5),
    'requests a second of one address without a token, after a burst of two minutes’ worth',
  ),
  connections: setting(count.default(50_000), 'the most sockets and streams of one node'),
  connectionsPerAddress: setting(
    count.default(2000),
    'the most sockets and streams of one address, on one node',
  ),
  connectionsPerUser: setting(
    count.default(50),
    'the most sockets and streams of one user, on one node',
  ),
  roomsPerUser: setting(count.default(500), 'the most rooms that one user owns'),
  invitationsPerUser: setting(count.default(500), 'the most open invitations of one user'),
  roomsPerDay: setting(count.default(500), 'the most rooms that one user creates in a day'),
  textBytesPerDay: setting(
    count.default(52_428_800),
    'the most bytes of text and data that one user sends in a day',
  ),
  eventsPerDay: setting(
    count.default(20_000_000),
    'the most events and deliveries that one user causes in a day',
  ),
  guestsPerAddress: setting(
    count.default(2000),
    'the most guests who sign in, and users who sign up, from one address in a day',
  ),
  quickRoomsPerAddress: setting(
    count.default(200),
    'the most quick rooms that are created from one address in a day',
  ),
  roomMessagesPerSecond: setting(
    rate.default(100),
    'messages a second in one room, after a burst of three seconds’ worth',
  ),
  hookUrl: setting(
    hookUrl.optional(),
    'the address of your app that is asked before a message is stored; empty: none is asked',
  ),
  hookSecret: setting(
    hookSecret.optional(),
    'the secret that signs the calls of the hook (Standard Webhooks), whsec_…',
  ),
  hookFailure: setting(
    z.enum(['allow', 'refuse'], { error: 'must be allow or refuse' }).default('allow'),
    'what happens to messages while the hook gives no valid answer within 2 seconds',
  ),
  editsPerMessage: setting(count.default(500), 'how often its author can edit one message'),
  versionsPerMessage: setting(
    count.default(20),
    'how many earlier versions of one message are kept',
  ),
  replayDays: setting(
    days.default(30),
    'for how many days events are kept: a client that was away for longer loads its lists again',
  ),
  retentionDays: setting(
    days.optional(),
    'after how many days messages are deleted in every room; empty: they stay',
  ),
  guestDays: setting(
    days.default(90),
    'after how many days a guest is deleted who is in no room and was not online',
  ),
  quickRoomDays: setting(
    days.default(30),
    'after how many days a quick room is deleted that nobody was in',
  ),
  ...BACKUP_SETTINGS,
  apiKeys: setting(count.default(100), 'the most API keys, beside the first one'),
  graphqlIntrospection: setting(flag.default(true), 'allow introspection (the schema is public)'),
  graphqlOperations: setting(
    z.string().default(''),
    'a folder of .graphql files, or a JSON file: the operations that apps may send by their SHA-256',
  ),
  graphqlOnly: setting(flag.default(false), 'refuse all other GraphQL operations'),
  tracesUrl: setting(
    tracesUrl.optional(),
    'where spans of OpenTelemetry are sent (OTLP over HTTP), such as http://localhost:4318/v1/traces; empty: nowhere',
  ),
  tracesShare: setting(share.default(0.01), 'the part of all traces that is recorded, from 0 to 1'),
  logLevel: setting(
    z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('info'),
    'the lowest level that is logged',
  ),
} as const satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS
export type Config = { readonly [N in Name]: z.output<(typeof SETTINGS)[N]['schema']> }

type Env = Readonly<Record<string, string | undefined>>
type Warn = (line: string) => void

/** Reads each setting from the first of these that has it: flag, environment variable, parlance.toml, default. */
export function readConfig(
  args: readonly string[],
  env: Env,
  warn: Warn = () => undefined,
): Config {
  const out: Record<string, unknown> = {}
  for (const [name, given] of givenSettings(args, env, warn)) {
    const { schema, description } = SETTINGS[name]
    const parsed = schema.safeParse(given?.value === '' ? undefined : given?.value)
    if (!parsed.success)
      throw new ConfigError(`${given?.from}: ${parsed.error.issues[0]?.message} (${description})`)
    out[name] = parsed.data
  }
  return out as Config
}

/** Every setting, with its text and the source that has it; undefined where the default is used. */
export function givenSettings(args: readonly string[], env: Env, warn: Warn) {
  const flags = readFlags(args, FLAG_NAMES)
  const variables = readVariables(env, NAMES.map(variable), warn)
  const file = readToml(settingsFile(), NAMES.map(snake), warn)
  return NAMES.map((name) => {
    const given = flags.get(dashed(name)) ?? variables.get(variable(name)) ?? file.get(snake(name))
    return [name, given] as const
  })
}

/** An installed Parlance has one file of settings, in whatever folder its command line is called. */
const settingsFile = (): string =>
  Bun.isStandaloneExecutable && !existsSync('parlance.toml')
    ? '/etc/parlance/parlance.toml'
    : 'parlance.toml'

const NAMES = Object.keys(SETTINGS) as Name[]
const partsOf = (name: string): string[] =>
  name.split(/(?=[A-Z])/).map((part) => part.toLowerCase())
const dashed = (name: string): string => partsOf(name).join('-')
const snake = (name: string): string => partsOf(name).join('_')
export const variable = (name: string): string => `PARLANCE_${snake(name).toUpperCase()}`
/** The flag of every setting, without its dashes. */
export const FLAG_NAMES: readonly string[] = NAMES.map(dashed)

const defaultOf = (name: Name): string =>
  `${SETTINGS[name].schema.safeParse(undefined).data ?? ''}` || '-'

/** The variable, the default and the description of settings. */
export const rowsOf = (names: readonly Name[] = NAMES): (readonly [string, string, string])[] =>
  names.map((name) => [variable(name), defaultOf(name), SETTINGS[name].description])

export const help = (): string =>
  NAMES.map((name) =>
    [
      `  --${dashed(name).padEnd(24)}`,
      variable(name).padEnd(33),
      defaultOf(name).padEnd(9),
      SETTINGS[name].description,
    ].join(' '),
  ).join('\n')
