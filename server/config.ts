import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError, sentence } from './settings/config-error.ts'
import { readFlags, readToml, readVariables } from './settings/given.ts'
import { originHint, parseOrigin } from './settings/origins.ts'

export { ConfigError }

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((n) => n <= 65_535, 'must be a number from 0 to 65535')
const management = z
  .union([z.literal('off'), port], { error: 'must be a number from 0 to 65535, or off' })
  .default(7999)
const secret = z
  .string()
  .refine(
    (s) => Buffer.byteLength(s) >= 32,
    'must be at least 32 bytes: try `openssl rand -hex 32`',
  )
const rate = z
  .string()
  .refine((text) => Number(text) > 0 && Number.isFinite(Number(text)), 'must be a number above 0')
  .transform(Number)
const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
  .transform(Number)
const flag = z.stringbool({ error: 'must be true or false' })

const list = z.string().transform((words) => words.split(/[\s,]+/).filter(Boolean))
const addresses = z.array(
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
    error: 'must be addresses, or ranges such as 10.0.0.0/8',
  }),
)
const origins = list.transform((texts, { addIssue }) =>
  texts.map((text) => {
    const origin = parseOrigin(text)
    if (origin === undefined) addIssue(originHint(text))
    return origin ?? ''
  }),
)

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

type Setting = { readonly schema: z.ZodType; readonly meaning: string }
const setting = <S extends z.ZodType>(schema: S, meaning: string) => ({ schema, meaning })

/** Every setting, once. `PARLANCE_JWT_ISSUER` is also `--jwt-issuer` and `jwt_issuer` in parlance.toml. */
export const SETTINGS = {
  host: setting(z.string().default('127.0.0.1'), 'the address to listen on; 0.0.0.0 for all'),
  port: setting(port.default(8000), 'the port for people and apps'),
  url: setting(
    origins.default([]),
    'the addresses that people open, separated by commas; a request for another host name is refused',
  ),
  managementHost: setting(
    z.string().default('127.0.0.1'),
    'the address of the management port; keep it where only your backend reaches it',
  ),
  managementPort: setting(management, 'the port for the app’s backend, or off'),
  data: setting(z.string().default('data'), 'the folder that holds the database and the secrets'),
  databaseUrl: setting(
    z.string().default(''),
    'postgres://…, mariadb://… or mysql://…; empty is SQLite in the data folder',
  ),
  redisUrl: setting(
    z.string().default(''),
    'redis://…: the bus between several nodes on one database',
  ),
  jwtSecret: setting(secret.optional(), 'what the app signs its tokens with (HS256)'),
  jwtSecretPrevious: setting(
    secret.optional(),
    'the secret before that, while tokens of it are about',
  ),
  jwtIssuer: setting(z.string().optional(), 'the only issuer (iss) whose tokens are taken'),
  jwtAudience: setting(
    z.string().optional(),
    'for whom (aud) tokens must be; where it is not set nobody looks',
  ),
  secret: setting(secret.optional(), "what the server's own tokens and cursors are made with"),
  apiKey: setting(secret.optional(), 'the key of the management port that is good for everything'),
  guests: setting(flag.default(true), 'whether a name is enough to come in'),
  quickRooms: setting(
    flag.default(true),
    'whether POST /chat and /chat/join are there; without guests they are not',
  ),
  origins: setting(
    origins.default([]),
    'other origins whose pages may call us, separated by commas',
  ),
  trustedProxies: setting(
    list.pipe(addresses).default([]),
    'addresses and ranges of the proxies whose X-Forwarded-… headers are believed, separated by commas',
  ),
  commandsPerSecond: setting(
    rate.default(20),
    'commands a second of one user, after a burst of three seconds’ worth',
  ),
  addressPerSecond: setting(
    rate.default(5),
    'commands a second of one address without a token, after a burst of two minutes’ worth',
  ),
  connections: setting(count.default(50_000), 'sockets and streams that one node holds at most'),
  connectionsPerAddress: setting(
    count.default(2000),
    'sockets and streams of one address at most, on one node',
  ),
  connectionsPerUser: setting(
    count.default(50),
    'sockets and streams of one user at most, on one node',
  ),
  graphqlIntrospection: setting(
    flag.default(true),
    'whether GraphQL tells its schema, which is published in any case',
  ),
  graphqlOperations: setting(
    z.string().default(''),
    'a folder or file of your app’s own GraphQL operations, which it may say by their SHA-256',
  ),
  graphqlOnly: setting(flag.default(false), 'whether no other GraphQL operations are carried out'),
  logLevel: setting(
    z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('info'),
    'what is logged',
  ),
} as const satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS
export type Config = { readonly [N in Name]: z.output<(typeof SETTINGS)[N]['schema']> }

/** A flag, an environment variable, parlance.toml, a default: in this order. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  warn: (line: string) => void = () => undefined,
): Config {
  const flags = readFlags(args, NAMES.map(dashed))
  const variables = readVariables(env, NAMES.map(variable), warn)
  const file = readToml('parlance.toml', NAMES.map(snake), warn)
  const out: Record<string, unknown> = {}
  for (const name of NAMES) {
    const given = flags.get(dashed(name)) ?? variables.get(variable(name)) ?? file.get(snake(name))
    const { schema, meaning } = SETTINGS[name]
    const parsed = schema.safeParse(given?.value === '' ? undefined : given?.value)
    if (!parsed.success)
      throw new ConfigError(`${given?.from}: ${parsed.error.issues[0]?.message} (${meaning})`)
    out[name] = parsed.data
  }
  return out as Config
}

const NAMES = Object.keys(SETTINGS) as Name[]
const words = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
const dashed = (name: string): string => words(name).join('-')
const snake = (name: string): string => words(name).join('_')
const variable = (name: string): string => `PARLANCE_${snake(name).toUpperCase()}`

/** What stands beside each setting in the help: what it is where it is not given. */
const defaultOf = (name: Name): string =>
  `${SETTINGS[name].schema.safeParse(undefined).data ?? ''}` || '-'

export const help = (): string =>
  NAMES.map((name) =>
    [
      `  --${dashed(name).padEnd(24)}`,
      variable(name).padEnd(33),
      defaultOf(name).padEnd(9),
      SETTINGS[name].meaning,
    ].join(' '),
  ).join('\n')

const Kept = z.object({ jwtSecret: secret, secret, apiKey: secret })
/** From before there was a management port. */
const KeptBefore = Kept.partial({ apiKey: true })

/** Secrets that are not given are made at the first start and kept, for the owner's eyes only. */
export function secretsIn(data: string): z.infer<typeof Kept> {
  const path = join(data, 'secrets.json')
  const made = { jwtSecret: randomSecret(), secret: randomSecret(), apiKey: randomSecret() }
  if (!existsSync(path)) {
    try {
      mkdirSync(data, { recursive: true, mode: 0o700 })
      keep(path, made)
    } catch (error) {
      throw new ConfigError(`PARLANCE_DATA: cannot write ${path}: ${sentence(error)}`)
    }
    return made
  }
  const parsed = KeptBefore.safeParse(jsonOf(path))
  if (!parsed.success) throw new ConfigError(damaged(path))
  const { apiKey } = parsed.data
  if (apiKey !== undefined) return { ...parsed.data, apiKey }
  const added = { ...parsed.data, apiKey: made.apiKey }
  keep(path, added)
  return added
}

/** In one step: whoever is killed on the way leaves no file, the old one or the new one. */
function keep(path: string, secrets: z.infer<typeof Kept>): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

const damaged = (path: string): string =>
  `PARLANCE_DATA: ${path} is damaged: put back a copy, or remove it, which signs everybody out`

function jsonOf(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`PARLANCE_DATA: cannot read ${path}: ${sentence(error)}`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigError(damaged(path))
  }
}

/** The texts of a folder's `.graphql` files, of one of them, or of a JSON file of hashes and texts. */
export function operationsIn(path: string): string[] {
  if (path === '') return []
  try {
    const files = statSync(path).isDirectory()
      ? readdirSync(path).filter((name) => name.endsWith('.graphql'))
      : ['']
    return files.flatMap((name) => {
      const text = readFileSync(join(path, name), 'utf8')
      return path.endsWith('.json') ? Object.values(Texts.parse(JSON.parse(text))) : [text]
    })
  } catch (error) {
    throw new ConfigError(`PARLANCE_GRAPHQL_OPERATIONS: cannot read ${path}: ${sentence(error)}`)
  }
}

const Texts = z.record(z.string(), z.string())

export const randomSecret = (): string => crypto.getRandomValues(Buffer.alloc(32)).toString('hex')
