import { itemsOf } from '../../protocol/encoded-once.ts'

/** The characters that are encoded in one turn of the event loop: about 5 ms. */
const CHUNK_CHARS = 256 * 1024
/** The first items of a list, from which the length of the whole is estimated. */
const SAMPLE = 8

/**
 * Encodes an answer as JSON. A large list takes several turns of the event loop, so that other work goes on. Items that
 * other answers contain, too, are encoded once.
 */
export async function encodeAnswer(body: unknown): Promise<string> {
  const list = listOfPartsIn(body)
  if (list === undefined) return JSON.stringify(body) ?? ''
  const { name, length, jsonOf } = list
  let chunk = ''
  const chunks: string[] = []
  for (let i = 0; i < length; i++) {
    chunk += (i === 0 ? '' : ',') + jsonOf(i)
    if (chunk.length < CHUNK_CHARS) continue
    chunks.push(chunk)
    chunk = ''
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const rest = JSON.stringify({ ...(body as object), [name]: undefined })
  const after = rest === '{}' ? '' : `,${rest.slice(1, -1)}`
  return `{${JSON.stringify(name)}:[${chunks.join('')}${chunk}]${after}}`
}

/** The list of a page, if its items are encoded one by one: it is likely to be longer than one chunk, or it shares them. */
function listOfPartsIn(body: unknown) {
  if (typeof body !== 'object' || body === null) return undefined
  for (const name of Object.keys(body)) {
    const items: unknown = Reflect.get(body, name)
    if (!Array.isArray(items)) continue
    const { length } = items
    const shared = itemsOf(items)
    if (shared !== undefined) return { name, length, jsonOf: shared }
    if (length <= SAMPLE) continue
    const sampled = JSON.stringify(items.slice(0, SAMPLE)).length
    if ((sampled / SAMPLE) * length > CHUNK_CHARS)
      return { name, length, jsonOf: (i: number) => JSON.stringify(items[i]) }
  }
  return undefined
}
