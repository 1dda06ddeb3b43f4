import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../server/config.ts'
import { VACUUM_WORKER } from '../../server/store/engine/sqlite/vacuum.ts'

/** What bin/package/binary.ts puts beside the program, by the names that it has there. */
export const DOCUMENTS = [
  'manual/index.html',
  'api/client.openapi.yml',
  'api/management.openapi.yml',
  'api/schema.graphql',
  'page.html',
]
const PAGE = 'dist/index.html'
/** Names that contain the hash of the content. */
const BUILT_FILE = /[\w-]+-[0-9a-z]{8}\.(?:js|css|svg|png|woff2)\b/g

/**
 * A file that is not inside the binary would only be a 404 at run time. Throws a ConfigError that names the missing files.
 * `root`: the folder of the binary's files. The migrations are code, and the start runs them.
 */
export async function selfTest(root: string): Promise<void> {
  const page = join(root, PAGE)
  const missing = [PAGE, ...DOCUMENTS, ...filesOf(page)].filter(
    (name) => !existsSync(join(root, name)),
  )
  if (!(await canStart(VACUUM_WORKER))) missing.push(VACUUM_WORKER)
  if (missing.length > 0)
    throw new ConfigError(
      `This binary is not complete: ${missing.join(', ')} is missing. Build or download it again`,
    )
}

/** The files that the page and its scripts name. */
function filesOf(page: string): string[] {
  if (!existsSync(page)) return []
  const folder = join(page, '..')
  const texts = readdirSync(folder).filter((name) => /\.(html|js|css)$/.test(name))
  const names = texts.flatMap(
    (name) => readFileSync(join(folder, name), 'utf8').match(BUILT_FILE) ?? [],
  )
  return [...new Set(names)].map((name) => `dist/${name}`)
}

async function canStart(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const worker = new Worker(url)
  worker.addEventListener('open', () => resolve(true))
  worker.addEventListener('error', () => resolve(false))
  return promise.finally(() => worker.terminate())
}
