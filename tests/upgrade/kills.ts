import { withServices } from '../support/services.ts'
import { contentsOf, expectAll } from './contents.ts'
import { fill } from './fill.ts'
import { restore } from './fixture.ts'
import { newPlace } from './place.ts'
import { Server, TREE } from './server.ts'
import { treeOf } from './tree.ts'

// Kills upgrades (or first starts) at random moments, each of a database of its own, and counts those that
// do not start again or lack a message:
// `bun run tests/upgrade/kills.ts <kind> <fixture or empty> <commit or .> [<kills> [<messages>]]`

const [kind, name = 'empty', commit = '.', kills = '50', messages = '0'] = process.argv.slice(2)
if (kind !== 'sqlite' && kind !== 'postgres' && kind !== 'mariadb') throw new Error('which kind?')
await withServices(async () => {
  using tree = commit === '.' ? undefined : treeOf(commit)
  const folder = tree?.folder ?? TREE
  const prepared = async () => {
    const place = await newPlace(kind)
    if (name !== 'empty') await restore(place, name)
    if (name !== 'empty') await fill(place, Number(messages))
    return place
  }
  const ms = await timed()
  console.log(`${kind} ${name} by ${commit}: open after ${Math.round(ms)} ms`)
  const faults: string[] = []
  for (let n = 0; n < Number(kills); n++) {
    await using place = await prepared()
    const before = name === 'empty' ? undefined : await contentsOf(place)
    const at = Math.random() * ms
    const killed = new Server(place, {}, folder)
    await Bun.sleep(at)
    await killed.end()
    const again = new Server(place, {}, folder)
    const url = await again.url
    try {
      if (url === undefined) throw new Error(again.log)
      if (before !== undefined) await expectAll(url, before)
    } catch (error) {
      faults.push(`killed after ${Math.round(at)} ms: ${`${error}`.slice(0, 300)}`)
      console.log(faults.at(-1))
    }
    await again.end()
  }
  console.log(`${faults.length} of ${kills} did not start whole`)

  async function timed(): Promise<number> {
    await using place = await prepared()
    const server = new Server(place, {}, folder)
    if ((await server.url) === undefined) throw new Error(server.log)
    const took = performance.now() - server.begun
    await server.end()
    return took
  }
})
