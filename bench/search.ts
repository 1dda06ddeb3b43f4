import { parseArgs } from 'node:util'
import type { RoomId } from '../protocol/ids.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { SqlStore } from '../server/store/store.ts'
import { freshDatabase } from '../tests/support/database.ts'
import { withServices } from '../tests/support/services.ts'
import { removeFolder, temporaryFolder } from './children.ts'
import { round } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { CALLERS, enlargePool, fill } from './search-fill.ts'
import {
  cellOf,
  type Figures,
  keyOf,
  NOTHING,
  ORDERS,
  SEARCHES,
  timeSearches,
} from './search-measure.ts'

// node bin/bun.mjs run bench/search.ts [--messages 1000000] [--database sqlite …] [--write] [LOG …]
// How long a search takes among a million messages, on each database.

const { values: options, positionals: logs } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '25' },
    database: { type: 'string', multiple: true, default: ['sqlite', 'postgres', 'mariadb'] },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const figures = await withServices(async () => {
  const all = new Map<string, Figures>()
  for (const database of options.database) all.set(database, await measure(database))
  return all
})
const lines = tableOf(figures).join('\n')
console.log(lines)
if (options.write) {
  await putIntoReadme('search', lines)
}
process.exit(0)

async function measure(name: string): Promise<Figures> {
  const say = (line: string) => console.error(`${name}: ${line}`)
  const data = temporaryFolder()
  const { url: databaseUrl, drop } = await freshDatabase(undefined, name)
  if (name === 'mariadb') await enlargePool(databaseUrl)
  const database = await openDatabase({ data, databaseUrl })
  const { rooms, indexMicros } = await fill(database, Number(options.messages), logs)
  say(`filled; the index took ${round(indexMicros)} µs a message`)
  const none = () => undefined
  const store = new SqlStore(database, {
    cursorSecret: name,
    onCommit: none,
    onError: console.error,
  })
  const figures = await timeSearches(store, rooms[5] as RoomId, logs, Number(options.rounds), say)
  await store.close()
  await drop()
  removeFolder(data)
  return figures
}

function tableOf(all: ReadonlyMap<string, Figures>): string[] {
  const names = [...all.keys()].flatMap((name) => ORDERS.map((order) => `${name}, by ${order}`))
  const head = ['ms: median / 95th of 100', 'in rooms', ...names]
  const cells = SEARCHES.flatMap((search) =>
    CALLERS.map((count, i) => [
      i === 0 ? search : '',
      String(count),
      ...[...all.values()].flatMap((figures) =>
        ORDERS.map((order) => cellOf(figures.get(keyOf(search, order, count)))),
      ),
    ]),
  )
  const nothing = [...all.values()].flatMap((figures) => [cellOf(figures.get(NOTHING)), ''])
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'))
  return [head, rule, [NOTHING, '', ...nothing], ...cells].map((row) => `| ${row.join(' | ')} |`)
}
