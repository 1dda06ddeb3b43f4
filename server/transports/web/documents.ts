import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `npm run generate` makes of the protocol. */
const FOLDER = join(import.meta.dir, '../../../docs/api')

const HEADERS = {
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

type Named = Readonly<Record<string, string>>

/** Documents by the address at which people look for them; each is read when it is first asked for. */
export function documentRoutes(files: Named) {
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

/** A schema is shown by browsers as the text that it is. */
const typeOf = (file: string): string =>
  file.endsWith('.yml') ? 'application/yaml' : 'text/plain; charset=utf-8'
