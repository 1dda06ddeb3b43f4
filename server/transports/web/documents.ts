import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The documents that `npm run generate` writes. The binary has them beside the program: bin/package/binary.ts. */
const FOLDER = join(import.meta.dir, Bun.isStandaloneExecutable ? 'api' : '../../../docs/api')

const HEADERS = {
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** Routes for documents, by path. Each file is read at the first request. */
export function documentRoutes(files: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => {
      let text: string | undefined
      const answer = async () => {
        text ??= readFileSync(join(FOLDER, file), 'utf8')
        return new Response(text, { headers: { ...HEADERS, 'content-type': typeOf(file) } })
      }
      return [path, { GET: answer }]
    }),
  )
}

/** Browsers show `text/plain`, so that a GraphQL schema can be read in one. */
const typeOf = (file: string): string =>
  file.endsWith('.yml') ? 'application/yaml' : 'text/plain; charset=utf-8'
