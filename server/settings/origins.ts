/** `https://example.com`, or `http://localhost:3000`; an app's own scheme has no port. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([^/?#@\s*]+)\/*$/i
/** The schemes whose pages browsers name by URL. */
const WEB = new Set(['http:', 'https:'])
/** No page has an origin with one of these schemes. */
const NOT_PAGES = new Set(['ws', 'wss', 'file', 'data', 'ftp', 'javascript', 'about', 'blob'])

/** Returns the origin as a browser sends it in `Origin`; undefined if the text is not an origin. */
export function parseOrigin(text: string): string | undefined {
  const [, scheme = '', host = ''] = ORIGIN.exec(text) ?? []
  if (scheme === '' || NOT_PAGES.has(scheme.toLowerCase())) return undefined
  const url = URL.parse(`${scheme}://${host}`)
  if (url === null) return undefined
  return WEB.has(url.protocol) ? url.origin : `${scheme}://${host}`.toLowerCase()
}

/** Says why a text is not an origin, and suggests the one that was probably meant. */
export function originHint(text: string): string {
  const form = 'scheme://host or scheme://host:port'
  if (text === '*' || text === 'null')
    return `${text} is not allowed, because pages can send cookies: list each origin, ${form}`
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const url = URL.parse(withScheme)
  const suggestion = url !== null && WEB.has(url.protocol) ? parseOrigin(url.origin) : undefined
  const question = suggestion === undefined ? '' : `: did you mean ${suggestion}?`
  return `${text} is not an origin (${form}, without a path)${question}`
}
