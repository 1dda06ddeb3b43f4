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

/** The page may load only what comes from here, and no page may frame it. */
const CSP = [
  "default-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/**
 * The web app's files, read once at start: a request is looked up among them, and no path is ever
 * joined from what a request says.
 */
export class StaticFiles {
  readonly #assets = new Map<string, Asset>()

  constructor(folder: string) {
    for (const name of list(folder)) {
      if (SUFFIX.some(([suffix]) => name.endsWith(suffix))) continue
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
    const asset = this.#assets.get(path)
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
    // The SDK is for every page that wants it: there is nothing of anybody's in it.
    ...(name === 'sdk.js' && { 'access-control-allow-origin': '*' }),
  }
}

/** Without the web app's build the API serves all the same. */
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
