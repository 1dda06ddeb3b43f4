/** So much is encoded in one turn of the event loop, in characters: some 5 ms. */
const TURN = 256 * 1024
/** Items of a list that tell how long the others may be. */
const LOOKED_AT = 8

/** An answer as JSON. A large list is encoded in several turns, so that others are answered meanwhile. */
export async function encodeAnswer(body: unknown): Promise<string> {
  const list = largeListIn(body)
  if (list === undefined) return JSON.stringify(body) ?? ''
  const { name, items } = list
  let turn = ''
  const turns: string[] = []
  for (const [i, item] of items.entries()) {
    turn += (i === 0 ? '' : ',') + JSON.stringify(item)
    if (turn.length < TURN) continue
    turns.push(turn)
    turn = ''
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const rest = JSON.stringify({ ...(body as object), [name]: undefined })
  const after = rest === '{}' ? '' : `,${rest.slice(1, -1)}`
  return `{${JSON.stringify(name)}:[${turns.join('')}${turn}]${after}}`
}

/** The one list of a page, where it is likely to be longer than a turn. */
function largeListIn(body: unknown) {
  if (typeof body !== 'object' || body === null) return undefined
  for (const [name, items] of Object.entries(body)) {
    if (!Array.isArray(items) || items.length <= LOOKED_AT) continue
    const looked = JSON.stringify(items.slice(0, LOOKED_AT)).length
    if ((looked / LOOKED_AT) * items.length > TURN) return { name, items: items as unknown[] }
  }
  return undefined
}
