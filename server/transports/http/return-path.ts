import { Refusal } from '../../../protocol/refusals.ts'

/** The most characters of a path to return to. */
const MAX = 1000
/** One slash: a browser reads `//name` and `/\name` as another site. */
const PATH = /^\/(?![/\\])/
/** Only to resolve paths. */
const BASE = 'http://here.invalid'

/**
 * The path of this server to which a browser returns after a sign-in, encoded. Refuses `invalid_input` for an address of
 * another site, so that nobody can use a link to this server to lead people elsewhere.
 */
export function returnPath(text: string): string {
  const url = text.length <= MAX && PATH.test(text) ? URL.parse(text, BASE) : null
  const path = url === null || url.origin !== BASE ? '' : url.pathname + url.search + url.hash
  // Again, because resolving can shorten a path: `/.//name` becomes `//name`.
  if (PATH.test(path)) return path
  throw new Refusal('invalid_input', 'returnTo: must be a path of this server, as in /rooms', {
    returnTo: 'must be a path of this server, as in /rooms',
  })
}
