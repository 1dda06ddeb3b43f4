const SCHEME = /https?:\/\/|mailto:/iy
/** What ends an address: spaces, quotation marks, brackets of the text around, marks that turn its direction. */
const END = /[\s<>"`[\]\p{Cc}\p{Bidi_Control}。，、；：！？「」『』（）【】《》]/u
const TRAILING = /[.,:;!?'*_~]/

/** The address that begins at this position, as it is written. `]` and `[` end it, so that no part is read twice. */
export function addressAt(text: string, from: number): string | undefined {
  SCHEME.lastIndex = from
  if (!SCHEME.test(text)) return undefined
  let to = SCHEME.lastIndex
  let parentheses = 0
  for (; to < text.length && !END.test(text.charAt(to)); to++) {
    if (text[to] === '(') parentheses++
    // One that was not opened belongs to the text around.
    else if (text[to] === ')' && parentheses-- === 0) break
  }
  return text.slice(from, to)
}

/** An address without the punctuation of the sentence after it. */
export function withoutPunctuation(address: string): string {
  let to = address.length
  while (TRAILING.test(address.charAt(to - 1))) to--
  return address.slice(0, to)
}

/** Only these schemes: the others can run scripts or open programs. */
export function hrefOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, href, pathname } = new URL(address)
  if (protocol === 'mailto:') return pathname.includes('@') ? href : undefined
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
