import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { notAllowed } from '../http/methods.ts'

type Asset = {
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: Readonly<Record<Encoding, Uint8Array | undefined>>
}
type Encoding = 'br' | 'gzip' | 'identity'

const SUFFIX: readonly [string, Encoding][] = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
]

/**
 * The page loads resources from its own origin only, and no page can frame it. `blob:` are files that the user has
 * chosen. Only the policy `parlance` can make addresses of workers, and nothing can make HTML or a script of a text.
 */
const CSP = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types parlance',
].join('; ')

/**
 * The addresses of screens, which all show the page. Any other address is looked up as a file, so that a missing file
 * is never answered with the page.
 */
const SCREEN =
  /^\/(?:r|rooms|account|sign-in|sign-up|forgotten|inbox|search|settings|moderation)(?:\/[^/.]+){0,4}$/

/**
 * The files of the web app, read once at start. A request is looked up by its path, and no file path is ever
 * built from a request.
 */
export class StaticFiles {
  readonly #assets = new Map<string, Asset>()

  /** The files of the build before are served, too: pages that are open load their chunks when they need them. */
  constructor(folder: string) {
    this.#add(join(folder, 'previous'))
    this.#add(folder)
  }

  #add(folder: string): void {
    for (const name of list(folder)) {
      if (name === 'previous' || SUFFIX.some(([suffix]) => name.endsWith(suffix))) continue
      const path = join(folder, name)
      const identity = readFileSync(path)
      const bodies = { identity, br: optional(`${path}.br`), gzip: optional(`${path}.gz`) }
      this.#assets.set(`/${name === 'index.html' ? '' : name}`, {
        headers: headersOf(name),
        bodies,
      })
    }
  }

  answer(request: Request, path: string): Response | undefined {
    const asset = this.#assets.get(SCREEN.test(path) ? pageOf(path) : path)
    if (asset === undefined) return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed('GET, HEAD')
    const accepts = request.headers.get('accept-encoding') ?? ''
    const encoding: Encoding =
      asset.bodies.br && /\bbr\b/.test(accepts)
        ? 'br'
        : asset.bodies.gzip && /\bgzip\b/.test(accepts)
          ? 'gzip'
          : 'identity'
    const headers = {
      ...asset.headers,
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    }
    return new Response(asset.bodies[encoding] as Uint8Array<ArrayBuffer>, { headers })
  }
}

/** The build writes a page for each depth of an address: see web/build.ts. */
function pageOf(path: string): string {
  const depth = path.split('/').length - 2
  return depth === 0 ? '/' : `/index.${depth}.html`
}

function headersOf(name: string): Record<string, string> {
  // Bun's bundler writes the hash of the content into the name.
  const isHashed = /-[0-9a-z]{8}\.\w+$/.test(name)
  return {
    'content-type': Bun.file(name).type,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': CSP,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
    // Pages of any origin may load the SDK: it contains no user data.
    ...(name === 'sdk.js' && { 'access-control-allow-origin': '*' }),
  }
}

/** Without a build of the web app the server still serves the API. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function optional(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
