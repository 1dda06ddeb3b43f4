import { withServices } from '../support/services.ts'
import { converse } from './conversation.ts'
import { keep } from './fixture.ts'
import { type Kind, newPlace } from './place.ts'
import { Server } from './server.ts'
import { treeOf } from './tree.ts'

// Makes the fixtures of the upgrade tests: `bun run tests/upgrade/make.ts <kind> <commit>…`

const [kind, ...commits] = process.argv.slice(2)
if (kind !== 'sqlite' && kind !== 'postgres' && kind !== 'mariadb') throw new Error('which kind?')
await withServices(async () => {
  for (const commit of commits) await make(kind, commit)
})

async function make(kind: Kind, commit: string): Promise<void> {
  using tree = treeOf(commit)
  await using place = await newPlace(kind)
  const server = new Server(place, {}, tree.folder)
  const url = await server.url
  if (url === undefined) throw new Error(`${commit}: ${server.log}`)
  await converse(url)
  await server.end('SIGTERM')
  await keep(place, commit)
  const [said] = await place.rows('select count(*) as count from messages')
  console.log(kind, commit, said)
}
