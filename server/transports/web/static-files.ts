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

/** The page loads resources from its own origin only, and no page can frame it. */
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
 * The files of the web app, read once at start. A request is looked up by its path, and no file path is ever
 * built from a request.
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
