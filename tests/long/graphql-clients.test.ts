import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE } from '../support/database.ts'
import { parlance } from '../support/parlance.ts'

// The schema as it is printed, and the compilers of the clients that people use. They take 70 packages
// (180 MB) and some Go modules, about a minute in all, in a folder of their own.

const ROOT = join(import.meta.dir, '../..')
const BUN = process.execPath
const GO = Bun.which('go')
let folder: string

// They are the same whatever the database is.
const once = test.skipIf(DATABASE !== 'sqlite')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parlance-graphql-'))
  cpSync(join(import.meta.dir, 'graphql-clients'), folder, { recursive: true })
  for (const [from, to] of [
    ['docs/api/schema.graphql', 'schema.graphql'],
    ['docs/api/schema.graphql', 'go/schema.graphql'],
    ['tests/long/graphql-clients/operations.graphql', 'go/operations.graphql'],
  ] as const)
    cpSync(join(ROOT, from), join(folder, to))
  if (DATABASE === 'sqlite') await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'])
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

once(
  '[GQL-17] relay-compiler takes refetchable fragments, connections and subscriptions, and its store keeps each thing whole',
  async () => {
    await run(['node_modules/.bin/relay-compiler', 'relay.config.json'])
    await using server = await parlance()
    const ana = await server.user('Ana')
    const room = await ana.room()
    const said = await ana.send(room.id, 'x'.repeat(300))
    await ana.send(room.id, 'as you said', { replyTo: said.id })
    const told = await run([BUN, 'relay/run.js'], {
      URL_OF: ana.url,
      TOKEN: ana.token,
      ROOM: room.id,
      MESSAGE: said.id,
    })
    // A quote has 200 letters of it, which the store must not take for the message's own.
    const whole = { __typename: 'Message', length: 300 }
    expect(JSON.parse(told)).toEqual({ read: whole, anew: whole, warnings: [] })
  },
  120_000,
)

once(
  '[GQL-16] graphql-codegen and gql.tada know the types of nodes',
  async () => {
    await run([BUN, 'codegen.js'])
    await run(['node', 'node_modules/.bin/gql.tada', 'generate-output'])
    await run(['node', 'node_modules/.bin/tsc', '-p', 'tsconfig.json'])
    const generated = await Bun.file(join(folder, 'generated.ts')).text()
    expect(generated).toContain('export type ThingsQuery')
  },
  120_000,
)

test.skipIf(DATABASE !== 'sqlite' || GO === null)(
  '[GQL-16] genqlient makes Go of the same operations, which compiles',
  async () => {
    await run(['go', 'tool', 'genqlient', 'genqlient.yaml'], {}, 'go')
    await run(['go', 'vet', '.'], {}, 'go')
    expect(await Bun.file(join(folder, 'go/generated.go')).text()).toContain('func Things(')
  },
  300_000,
)

/** In the folder; answers what it said, and throws where it failed. */
async function run(command: readonly string[], env: Record<string, string> = {}, under = '') {
  const child = Bun.spawn([...command], {
    cwd: join(folder, under),
    env: { ...process.env, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, error] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => new Response(stream).text()),
  )
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${out}${error}`)
  return out ?? ''
}
