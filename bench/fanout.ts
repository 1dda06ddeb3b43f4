/**
 * Fan-out over many nodes, by arithmetic and dice, without a server: how many nodes follow a room,
 * what Redis copies for each message, what arrives at a node. `node bin/bun.mjs run bench/fanout.ts`.
 */

const NODES = 100
const USERS = 1_000_000
const ROOMS_EACH = 10
/** Sizes of rooms: how many are larger than s falls with s ** -ALPHA. */
const ALPHA = 1.1
const SMALLEST = 2
const LARGEST = 100_000
/** What each user says, over all their rooms. */
const MESSAGES_PER_USER_MINUTE = 1

const CLASSES = [2, 10, 100, 1_000, 10_000, Number.POSITIVE_INFINITY]

type Row = { rooms: number; seats: number; messages: number; copies: number; deliveries: number }

const random = seeded(7)
const rows = CLASSES.slice(1).map(
  (): Row => ({ rooms: 0, seats: 0, messages: 0, copies: 0, deliveries: 0 }),
)
const perSeat = MESSAGES_PER_USER_MINUTE / 60 / ROOMS_EACH
for (let seats = 0; seats < USERS * ROOMS_EACH; ) {
  const size = roomSize()
  const row = rows[CLASSES.findIndex((from) => size < from) - 1]
  if (row === undefined) throw new Error(`a room of ${size} is in no class`)
  const messages = size * perSeat
  row.rooms++
  row.seats += size
  row.messages += messages
  row.copies += messages * nodesOf(size)
  row.deliveries += messages * size
  seats += size
}

const total = rows.reduce((a, b) => ({
  rooms: a.rooms + b.rooms,
  seats: a.seats + b.seats,
  messages: a.messages + b.messages,
  copies: a.copies + b.copies,
  deliveries: a.deliveries + b.deliveries,
}))
console.log(`${count(USERS)} users on ${NODES} nodes, ${ROOMS_EACH} rooms each; all say`)
console.log(`${MESSAGES_PER_USER_MINUTE} message a minute, spread evenly over their rooms\n`)
console.log(
  '| members of a room | rooms | messages/s | nodes per message | listeners per message | Redis copies/s |',
)
console.log('| --- | ---: | ---: | ---: | ---: | ---: |')
for (const [i, row] of rows.entries()) line(range(i), row)
line('**all**', total)
console.log(`\nOne node of ${NODES}, each second:\n`)
console.log(`- ${count(total.messages / NODES)} sends of its own users`)
console.log(`- ${count(total.copies / NODES)} messages from Redis`)
console.log(`- ${count(total.deliveries / NODES)} deliveries to its own users`)

function line(name: string, { rooms, messages, copies, deliveries }: Row): void {
  const cells = [
    name,
    count(rooms),
    count(messages),
    (copies / messages).toFixed(1),
    count(deliveries / messages),
    count(copies),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}

/** By inverting the distribution: a few are very large, most are tiny. */
function roomSize(): number {
  const size = SMALLEST * (1 - random()) ** (-1 / ALPHA)
  return Math.floor(Math.min(LARGEST, size))
}

/** Each member is on any node: thrown, up to where all nodes are surely hit. */
function nodesOf(size: number): number {
  if (size > NODES * 20) return NODES
  const hit = new Set<number>()
  for (let i = 0; i < size; i++) hit.add(Math.floor(random() * NODES))
  return hit.size
}

function range(i: number): string {
  const [from = 0, to = 0] = CLASSES.slice(i)
  return to === Number.POSITIVE_INFINITY
    ? `${count(from)} and more`
    : `${count(from)} – ${count(to - 1)}`
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en')
}

/** mulberry32: the same dice for everyone who runs this. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
