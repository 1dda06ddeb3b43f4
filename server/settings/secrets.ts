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

/** Reads the secrets of the data folder. The first start generates them, readable by the owner only. */
export function storedSecrets(data: string): z.infer<typeof Secrets> {
  const path = join(data, 'secrets.json')
  const generated = { jwtSecret: randomSecret(), secret: randomSecret(), apiKey: randomSecret() }
  if (!existsSync(path)) {
    try {
      mkdirSync(data, { recursive: true, mode: 0o700 })
      writeSecrets(path, generated)
    } catch (error) {
      throw new ConfigError(`PARLANCE_DATA: cannot write ${path}: ${sentence(error)}`)
    }
    return generated
  }
  const parsed = StoredSecrets.safeParse(readJson(path))
  if (!parsed.success) throw new ConfigError(damaged(path))
  const { apiKey } = parsed.data
  if (apiKey !== undefined) return { ...parsed.data, apiKey }
  const added = { ...parsed.data, apiKey: generated.apiKey }
  writeSecrets(path, added)
  return added
}

/** Writes in one step: a server that is killed meanwhile leaves no half-written file. */
function writeSecrets(path: string, secrets: z.infer<typeof Secrets>): void {
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
