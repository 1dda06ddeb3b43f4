import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freshDatabase } from '../tests/support/database.ts'
import { withServices } from '../tests/support/services.ts'
import { removeFolder, temporaryFolder } from './children.ts'
import { type Attack, attackTable, attackWith, isFelt, worstOf } from './prices-attack.ts'
import { priceCommands, priceDeeds, priceManagement } from './prices-commands.ts'
import { Hands } from './prices-hands.ts'
import { openOutside } from './prices-outside.ts'
import { type PricedServer, startPriced } from './prices-process.ts'
import { PricedSocket } from './prices-sockets.ts'
import { cellsOf, isOver, type PriceRow, priceTable } from './prices-table.ts'
import { inTurns, makeWorld, type World } from './prices-world.ts'
import { addStaff, adminOf } from './prices-world-staff.ts'
import { putIntoReadme } from './readme.ts'

// node bin/bun.mjs run bench/prices.ts [--only messages.send,…] [--rounds 3] [--no-attacks] [--json] [--write]

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    keep: { type: 'string' },
    'no-attacks': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
/** What the page shows takes so much, in ms of CPU. */
const PAGE_MS = 10
const say = (line: string) => console.error(line)
const wanted = options.only?.split(',')
const only = (name: string) => wanted?.includes(name) ?? true
const folder = options.keep ?? temporaryFolder()
const rows: PriceRow[] = []
const unpriced: string[] = []
let attacks: readonly Attack[] = []
await (options.database === 'sqlite' ? measure() : withServices(measure))
if (options.keep === undefined) removeFolder(folder)
const isMet = !rows.some(isOver) && unpriced.length === 0 && !attacks.some(isFelt)
const shown = (least: number) => ({
  prices: [priceTable(rows, least), ...unpriced.map((line) => `- **not priced**: ${line}`)].join(
    '\n',
  ),
  attacks: attackTable(attacks),
})
console.log(
  options.json
    ? JSON.stringify({ rows, unpriced, attacks }, null, 2)
    : Object.values(shown(0)).join('\n\n'),
)
if (options.write)
  for (const [mark, table] of Object.entries(shown(PAGE_MS))) await putIntoReadme(mark, table)
process.exit(isMet ? 0 : 1)

async function measure(): Promise<void> {
  const { url, drop } = await databaseOf()
  const outside = await openOutside()
  const free = await startPriced(folder, url, 'none', outside.settings)
  const hands = new Hands(free, outside)
  const world = await worldOf(hands)
  await price(free, hands, world)
  await free.stop()
  if (!options['no-attacks']) {
    const server = await startPriced(folder, url, 'default', outside.settings)
    const listeners = await listen(server, world)
    const worst = (['user', 'nobody'] as const).flatMap((caller) => worstOf(rows, caller, 3))
    attacks = await attackWith(server, world, worst, say)
    for (const socket of listeners) await socket.close()
    await server.stop()
  }
  await outside.close()
  await drop()
}

async function price(server: PricedServer, hands: Hands, world: World): Promise<void> {
  const listeners = await listen(server, world)
  await server.calibrate()
  const setting = { server, hands, world, rounds: Number(options.rounds) }
  const out = {
    row: (row: PriceRow) => {
      rows.push(row)
      say(cellsOf(row).join('  '))
    },
    unpriced: (why: string) => {
      unpriced.push(why)
      say(`not priced: ${why}`)
    },
  }
  await priceCommands(setting, only, out)
  await priceDeeds(setting, only, out)
  await priceManagement(setting, only, out)
  for (const socket of listeners) await socket.close()
}

/** A new one, or the one that was kept. */
async function databaseOf() {
  if (options.keep === undefined) return freshDatabase(undefined, options.database)
  const known = Bun.file(join(folder, 'database'))
  const isKept = await known.exists()
  const kept = await freshDatabase(isKept ? await known.text() : undefined, options.database)
  await known.write(kept.url)
  return { url: kept.url, drop: async () => undefined }
}

/** Made, or as it was kept. */
async function worldOf(hands: Hands): Promise<World> {
  const known = Bun.file(join(folder, 'world.json'))
  if (await known.exists()) {
    const { id: user } = await adminOf()
    await hands.app('users.update', { user, role: 'administrator' })
    return known.json()
  }
  const world = await addStaff(hands, await makeWorld(hands, say), say)
  await known.write(JSON.stringify(world))
  return world
}

/** All members of the large rooms listen, so that what is told to them is counted. */
function listen({ port }: PricedServer, { people: { crowd } }: World): Promise<PricedSocket[]> {
  return inTurns(crowd, (person) => PricedSocket.open(port, person))
}
