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
import { parseArgs } from 'node:util'
import * as z from 'zod'

/** A setting that cannot be used: one line that says which, and what to do. */
export class ConfigError extends Error {}

const port = z.coerce.number().int().min(0).max(65535)
const management = z.union([z.literal('off'), port]).default(7999)
const secret = z
  .string()
  .refine(
    (s) => Buffer.byteLength(s) >= 32,
    'must be at least 32 bytes: try `openssl rand -hex 32`',
  )

const list = z.string().transform((words) => words.split(/[\s,]+/).filter(Boolean))
const addresses = z.array(
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
    error: 'must be addresses, or ranges such as 10.0.0.0/8',
  }),
)

type Setting = { readonly schema: z.ZodType; readonly meaning: string }
const setting = <S extends z.ZodType>(schema: S, meaning: string) => ({ schema, meaning })

/** Every setting, once. `PARLANCE_JWT_ISSUER` is also `--jwt-issuer` and `jwt_issuer` in parlance.toml. */
export const SETTINGS = {
  host: setting(z.string().default('127.0.0.1'), 'the address to listen on; 0.0.0.0 for all'),
  port: setting(port.default(8000), 'the port for people and apps'),
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
  secret: setting(secret.optional(), "what the server's own tokens and cursors are made with"),
  apiKey: setting(secret.optional(), 'the key of the management port that is good for everything'),
  guests: setting(z.stringbool().default(true), 'whether a name is enough to come in'),
  quickRooms: setting(
    z.stringbool().default(true),
    'whether POST /chat and /chat/join are there; without guests they are not',
  ),
  origins: setting(list.default([]), 'other origins whose pages may call us, separated by commas'),
  trustedProxies: setting(
    list.pipe(addresses).default([]),
    'addresses and ranges of the proxies whose X-Forwarded-For is believed, separated by commas',
  ),
  commandsPerSecond: setting(
    z.coerce.number().positive().default(20),
    'commands a second of one user, after a burst of three seconds’ worth',
  ),
  graphqlIntrospection: setting(
    z.stringbool().default(true),
    'whether GraphQL tells its schema, which is published in any case',
  ),
  graphqlOperations: setting(
    z.string().default(''),
    'a folder or file of your app’s own GraphQL operations, which it may say by their SHA-256',
  ),
  graphqlOnly: setting(
    z.stringbool().default(false),
    'whether no other GraphQL operations are carried out',
  ),
  logLevel: setting(
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'what is logged',
  ),
} as const satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS
export type Config = { readonly [N in Name]: z.output<(typeof SETTINGS)[N]['schema']> }

/** A flag, an environment variable, parlance.toml, a default: in this order. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const names = Object.keys(SETTINGS) as Name[]
  const flags = readFlags(args, names)
  const file = readToml()
  const out: Record<string, unknown> = {}
  for (const name of names) {
    const given = flags[dashed(name)] ?? env[variable(name)] ?? file[snake(name)]
    const parsed = SETTINGS[name].schema.safeParse(given === '' ? undefined : given)
    if (!parsed.success)
      throw new ConfigError(
        `${variable(name)}: ${parsed.error.issues[0]?.message} (${SETTINGS[name].meaning})`,
      )
    out[name] = parsed.data
  }
  return out as Config
}

export const help = (): string =>
  (Object.keys(SETTINGS) as Name[])
    .map(
      (name) =>
        `  --${dashed(name).padEnd(22)} ${variable(name).padEnd(32)} ${SETTINGS[name].meaning}`,
    )
    .join('\n')

const words = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
const dashed = (name: string): string => words(name).join('-')
const snake = (name: string): string => words(name).join('_')
const variable = (name: string): string => `PARLANCE_${snake(name).toUpperCase()}`

function readFlags(args: readonly string[], names: readonly Name[]): Record<string, unknown> {
  const options = Object.fromEntries(
    names.map((name) => [dashed(name), { type: 'string' as const }]),
  )
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n\n${help()}`)
  }
}

function readToml(): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync('parlance.toml', 'utf8')
  } catch {
    return {} // There need not be one.
  }
  try {
    return Bun.TOML.parse(text) as Record<string, unknown>
  } catch (error) {
    throw new ConfigError(`parlance.toml: ${error instanceof Error ? error.message : error}`)
  }
}

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
      throw new ConfigError(`PARLANCE_DATA: cannot write ${path}: ${error}`)
    }
    return made
  }
  const parsed = KeptBefore.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success)
    throw new ConfigError(`${path} is damaged: put back a copy, or remove it to sign everybody out`)
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
    throw new ConfigError(`PARLANCE_GRAPHQL_OPERATIONS: cannot read ${path}: ${error}`)
  }
}

const Texts = z.record(z.string(), z.string())

export const randomSecret = (): string => crypto.getRandomValues(Buffer.alloc(32)).toString('hex')
