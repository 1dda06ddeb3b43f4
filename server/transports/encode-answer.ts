/** The characters that are encoded in one turn of the event loop: about 5 ms. */
const CHUNK_CHARS = 256 * 1024
/** The first items of a list, from which the length of the whole is estimated. */
const SAMPLE = 8

/** Encodes an answer as JSON. A large list takes several turns of the event loop, so that other work goes on. */
export async function encodeAnswer(body: unknown): Promise<string> {
  const list = largeListIn(body)
  if (list === undefined) return JSON.stringify(body) ?? ''
  const { name, items } = list
  let chunk = ''
  const chunks: string[] = []
  for (const [i, item] of items.entries()) {
    chunk += (i === 0 ? '' : ',') + JSON.stringify(item)
    if (chunk.length < CHUNK_CHARS) continue
    chunks.push(chunk)
    chunk = ''
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const rest = JSON.stringify({ ...(body as object), [name]: undefined })
  const after = rest === '{}' ? '' : `,${rest.slice(1, -1)}`
  return `{${JSON.stringify(name)}:[${chunks.join('')}${chunk}]${after}}`
}

/** The list of a page, if it is likely to be longer than one chunk. */
function largeListIn(body: unknown) {
  if (typeof body !== 'object' || body === null) return undefined
  for (const name of Object.keys(body)) {
    const items: unknown = Reflect.get(body, name)
    if (!Array.isArray(items) || items.length <= SAMPLE) continue
    const sampled = JSON.stringify(items.slice(0, SAMPLE)).length
    if ((sampled / SAMPLE) * items.length > CHUNK_CHARS) return { name, items: items as unknown[] }
  }
  return undefined
}
