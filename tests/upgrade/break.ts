import { withServices } from '../support/services.ts'
import { keep, restore } from './fixture.ts'
import { newPlace } from './place.ts'
import { Server, TREE } from './server.ts'
import { treeOf } from './tree.ts'

// Kills an upgrade before each of its statements in turn, and says which of the databases start again:
// `bun run tests/upgrade/break.ts <kind> <fixture or empty> <commit or .> [<statement to keep as a fixture>…]`

const [kind, name = 'empty', commit = '.', ...kept] = process.argv.slice(2)
if (kind !== 'sqlite' && kind !== 'postgres' && kind !== 'mariadb') throw new Error('which kind?')
await withServices(async () => {
  using tree = commit === '.' ? undefined : treeOf(commit)
  const folder = tree?.folder ?? TREE
  let broken = 0
  for (let at = 1; ; at++) {
    if (kept.length > 0 && !kept.includes(`${at}`)) continue
    await using place = await newPlace(kind)
    if (name !== 'empty') await restore(place, name)
    const killed = new Server(place, { KILL_AT: `${at}` }, folder)
    const url = await killed.url
    await killed.end()
    if (url !== undefined) break
    if (kept.includes(`${at}`)) await keep(place, `${name}-broken-${at}`)
    const again = new Server(place, {}, folder)
    const isUp = (await again.url) !== undefined
    await again.end()
    if (!isUp) broken++
    const [reason = ''] = /error: .*|Error: .*/.exec(again.log) ?? []
    console.log(at, isUp ? 'starts' : `broken: ${reason}`)
    if (`${at}` === kept.at(-1)) break
  }
  console.log(broken, 'broken')
})
