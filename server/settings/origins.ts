/** `https://example.com`, or `http://localhost:3000`; an app's own scheme has no port. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([^/?#@\s*]+)\/*$/i
/** The schemes whose pages browsers name by URL. */
const WEB = new Set(['http:', 'https:'])
/** None of these is ever a page's. */
const NOT_PAGES = new Set(['ws', 'wss', 'file', 'data', 'ftp', 'javascript', 'about', 'blob'])

/** As a browser writes it in `Origin`; undefined where it is none. */
export function parseOrigin(text: string): string | undefined {
  const [, scheme = '', host = ''] = ORIGIN.exec(text) ?? []
  if (scheme === '' || NOT_PAGES.has(scheme.toLowerCase())) return undefined
  const url = URL.parse(`${scheme}://${host}`)
  if (url === null) return undefined
  return WEB.has(url.protocol) ? url.origin : `${scheme}://${host}`.toLowerCase()
}

/** Why one is refused, and what to write. */
export function originHint(text: string): string {
  const form = 'scheme://host or scheme://host:port'
  if (text === '*' || text === 'null')
    return `${text} is not taken, as pages may call us with cookies: name each origin, ${form}`
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const url = URL.parse(whole)
  const near = url !== null && WEB.has(url.protocol) ? parseOrigin(url.origin) : undefined
  const meant = near === undefined ? '' : `: did you mean ${near}?`
  return `${text} is not an origin (${form}, without a path)${meant}`
}
