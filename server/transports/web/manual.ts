import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../../protocol/refusals.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import type { Services } from '../services.ts'

/** A page of text needs its own style sheet and the icon of the app, and no script. */
const CSP = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CSP,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'accept-encoding',
} as const
const ENCODINGS: readonly [encoding: string, suffix: string][] = [
  ['br', '.br'],
  ['gzip', '.gz'],
]

export type ManualOptions = {
  readonly folder: string
  /** Builds the pages, if that was not done when the server was packaged. */
  readonly prepare: () => Promise<unknown>
}

/**
 * Routes of the documentation, `/docs/`. Nothing is read before somebody asks for a page. A request is looked up by its
 * name, and no file path is ever built from a request.
 */
export function manualRoutes(services: Services, { folder, prepare }: ManualOptions) {
  let opened: Promise<ReadonlyMap<string, Page>> | undefined
  const open = async () => {
    await prepare()
    return pagesOf(folder)
  }
  const answer = async (request: Request, name: string): Promise<Response> => {
    try {
      // After a failure the next request tries again.
      opened ??= open().catch((error) => {
        opened = undefined
        throw error
      })
      const page = (await opened).get(name)
      if (page === undefined) throw new Refusal('not_found', NO_PAGE)
      return page(request)
    } catch (error) {
      return answerRefusal(refusalOf(error, services))
    }
  }
  return {
    // Relative, so that it also leads to the pages below a path of a proxy.
    '/docs': {
      GET: async () => new Response(null, { status: 308, headers: { location: 'docs/' } }),
    },
    '/docs/': { GET: (request: Request) => answer(request, 'index') },
    '/docs/:page': { GET: (request: Request) => answer(request, nameIn(request)) },
  }
}

const nameIn = (request: Request): string => new URL(request.url).pathname.slice('/docs/'.length)

const NO_PAGE = 'There is no such page: /docs/ lists all pages'

type Page = (request: Request) => Response

/** The pages by their names, without `.html`. The bytes of a page are read when it is first asked for. */
function pagesOf(folder: string): ReadonlyMap<string, Page> {
  const names = readdirSync(folder).filter((name) => /\.(?:html|css)$/.test(name))
  return new Map(names.map((name) => [name.replace(/\.html$/, ''), pageOf(folder, name)]))
}

function pageOf(folder: string, name: string): Page {
  const bodies = new Map<string, Uint8Array<ArrayBuffer>>()
  const read = (suffix: string) => {
    const body = bodies.get(suffix) ?? new Uint8Array(readFileSync(join(folder, name + suffix)))
    bodies.set(suffix, body)
    return body
  }
  let etag = ''
  // The name of the style sheet contains its hash.
  const isHashed = name.endsWith('.css')
  return (request) => {
    etag ||= `"${Bun.hash(read('')).toString(36)}"`
    const headers = {
      ...HEADERS,
      etag,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    }
    if (request.headers.get('if-none-match')?.includes(etag))
      return new Response(null, { status: 304, headers })
    const accepts = request.headers.get('accept-encoding') ?? ''
    const [encoding, suffix] = ENCODINGS.find(([one]) => accepts.includes(one)) ?? ['', '']
    return new Response(read(suffix), {
      headers: {
        ...headers,
        'content-type': isHashed ? 'text/css; charset=utf-8' : 'text/html; charset=utf-8',
        ...(encoding !== '' && { 'content-encoding': encoding }),
      },
    })
  }
}
