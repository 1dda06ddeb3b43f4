import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError, sentence } from './config-error.ts'

export const secret = z
  .string()
  .refine(
    (s) => Buffer.byteLength(s) >= 32,
    'must be at least 32 bytes: try `openssl rand -hex 32`',
  )

const Secrets = z.object({ jwtSecret: secret, secret, apiKey: secret })
/** A file of a version without the management port has no `apiKey`. */
const StoredSecrets = Secrets.partial({ apiKey: true })

/** The secrets of the data folder; undefined before the first start. */
export function readSecrets(data: string): z.infer<typeof StoredSecrets> | undefined {
  const path = join(data, 'secrets.json')
  if (!existsSync(path)) return undefined
  const parsed = StoredSecrets.safeParse(readJson(path))
  if (parsed.success) return parsed.data
  throw new ConfigError(damaged(path))
}

/** Reads the secrets of the data folder. The first start generates them, readable by the owner only. */
export function storedSecrets(data: string): z.infer<typeof Secrets> {
  const path = join(data, 'secrets.json')
  const generated = { jwtSecret: randomSecret(), secret: randomSecret(), apiKey: randomSecret() }
  const stored = readSecrets(data)
  if (stored === undefined) {
    try {
      mkdirSync(data, { recursive: true, mode: 0o700 })
      writeSecrets(data, generated)
    } catch (error) {
      throw new ConfigError(`PARLANCE_DATA: cannot write ${path}: ${sentence(error)}`)
    }
    return generated
  }
  const { apiKey } = stored
  if (apiKey !== undefined) return { ...stored, apiKey }
  const added = { ...stored, apiKey: generated.apiKey }
  writeSecrets(data, added)
  return added
}

/** Writes in one step: a server that is killed meanwhile leaves no half-written file. */
export function writeSecrets(data: string, secrets: z.infer<typeof Secrets>): void {
  const path = join(data, 'secrets.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

const damaged = (path: string): string =>
  `PARLANCE_DATA: ${path} is damaged: restore a copy, or delete it, which signs all users out`

function readJson(path: string): unknown {
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

export const randomSecret = (): string => crypto.getRandomValues(Buffer.alloc(32)).toString('hex')
