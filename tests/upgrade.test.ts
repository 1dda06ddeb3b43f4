import { Database as Sqlite } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '../protocol/entities.ts'
import { MIGRATIONS } from '../server/store/migrations/migrate.ts'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { token } from './support/parlance.ts'
import { SERVER_PROGRAM } from './support/server-bundle.ts'
import { waitFor } from './support/wait.ts'
import { contentsOf, expectAll } from './upgrade/contents.ts'
import { fixtures, restore } from './upgrade/fixture.ts'
import { hold } from './upgrade/hold.ts'
import { type Kind, newPlace, type Place } from './upgrade/place.ts'
import { schemaOf } from './upgrade/schema-of.ts'
import { environment, Server } from './upgrade/server.ts'

const KIND: Kind = DATABASE === 'postgres' || DATABASE === 'mariadb' ? DATABASE : 'sqlite'
const OLD = '4e9fdeb'
/** Each version takes a second of CPU time: the oldest schema and the newest, or all with TEST_LONG=1. */
const ALWAYS = [OLD, 'f139d51']
/** Every migration, without the version that added it. */
const NAMES = [...MIGRATIONS.keys()].map((name) => name.replace(/@.*/, ''))
const LAST = NAMES.at(-1)
const STARTS = 'migration starts'
const UNSHARE = ['unshare', '--user', '--map-root-user', '--mount']

/** A database of an earlier version. */
async function restored(name: string): Promise<Place> {
  const place = await newPlace(KIND)
  await restore(place, name)
  return place
}

async function opened(server: Server): Promise<string> {
  const url = await server.url
  if (url === undefined) throw new Error(`it does not start: ${server.log}`)
  return url
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    done ??= work()
    return done
  }
}

/** What a new database has, and how long the start takes that makes it. */
const newest = once(async () => {
  await using place = await newPlace(KIND)
  const server = new Server(place)
  await opened(server)
  const ms = performance.now() - server.begun
  await server.end('SIGTERM')
  return { schema: await schemaOf(place), ms }
})

/** How long the longest upgrade takes. */
const longest = once(async () => {
  await using place = await restored(OLD)
  const server = new Server(place)
  const begun = await server.logs(STARTS)
  await opened(server)
  const ms = performance.now() - (begun ?? 0)
  await server.end()
  return ms
})

async function recorded(place: Place): Promise<string[]> {
  const rows = await place.rows('select name from kysely_migration order by name')
  return rows.map(({ name }) => `${name}`)
}

/** It starts, nothing is lost, and nothing shows what it was before. */
async function expectWhole(place: Place, before: Awaited<ReturnType<typeof contentsOf>>) {
  const server = new Server(place)
  await expectAll(await opened(server), before)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(await schemaOf(place)).toEqual((await newest()).schema)
}

const names = fixtures(KIND)

const whole = names.filter((name) => !name.includes('broken'))
const isEach = process.env['TEST_LONG'] === '1'
for (const name of whole.filter((name) => isEach || ALWAYS.includes(name)))
  test(`[UPG-1] a database that ${name} made is upgraded, though a start is killed or ended on the way`, async () => {
    await using place = await restored(name)
    const before = await contentsOf(place)
    expect(before.messages.length).toBeGreaterThan(10)
    const server = new Server(place)
    await Promise.race([server.logs(STARTS), server.url])
    await Bun.sleep(Math.random() * (await longest()))
    await server.end(Math.random() < 0.5 ? 'SIGKILL' : 'SIGTERM')
    await expectWhole(place, before)
  }, 60_000)

test('[UPG-2] a first start that is killed leaves a database that starts', async () => {
  await using place = await newPlace(KIND)
  const { ms, schema } = await newest()
  for (let n = 0; n < 3; n++) {
    const server = new Server(place)
    await Bun.sleep(Math.random() * ms)
    await server.end()
    // It can have been killed before there was a table to record them.
    const done = await recorded(place).catch(() => [])
    if (KIND !== 'mariadb') expect([0, NAMES.length]).toContain(done.length)
  }
  const server = new Server(place)
  await opened(server)
  await server.end()
  expect(await schemaOf(place)).toEqual(schema)
  // PostgreSQL says when a transaction began.
  const times = new Set(
    (await place.rows('select timestamp from kysely_migration')).map(
      ({ timestamp }) => `${timestamp}`,
    ),
  )
  if (KIND === 'postgres') expect(times.size).toBe(1)
}, 60_000)

for (const name of names.filter((name) => name.includes('broken')))
  test(`[UPG-3] what a killed start of an earlier version left is completed: ${name}`, async () => {
    await using place = await restored(name)
    if (!name.startsWith('empty')) {
      await expectWhole(place, await contentsOf(place))
      return
    }
    const server = new Server(place)
    await opened(server)
    await server.end()
    expect(await schemaOf(place)).toEqual((await newest()).schema)
  }, 60_000)

test('[UPG-4] SIGTERM waits for the migration that runs, and for no other', async () => {
  await using place = await restored(OLD)
  const before = await contentsOf(place)
  const server = new Server(place)
  {
    await using _held = await hold(place, 'rooms')
    await server.logs(`"migration":"0002-conversation@0.1.0","msg":"${STARTS}`)
    server.child.kill('SIGTERM')
  }
  expect(await server.child.exited).toBe(0)
  await waitFor(() => server.log.includes('stopped before the start was complete'))
  expect(server.log).not.toContain('0003')
  expect(await recorded(place)).toEqual(['0001-first@0.1.0', '0002-conversation@0.1.0'])
  await expectWhole(place, before)
}, 60_000)

test('[UPG-6] a migration waits for a table that somebody holds', async () => {
  await using place = await restored(OLD)
  const before = await contentsOf(place)
  const server = new Server(place)
  {
    await using _held = await hold(place, 'members')
    await server.logs('another connection has locked a table')
    expect(server.child.exitCode).toBeNull()
  }
  await expectAll(await opened(server), before)
  await server.end()
}, 60_000)

if (KIND !== 'sqlite')
  test('[UPG-6] a migration may take longer than a statement of the running server', async () => {
    await using place = await restored(OLD)
    const before = await contentsOf(place)
    const members = before.members.length
    // Each row that is changed takes its time, as in a large table: 6 seconds of them.
    await place.rows(
      KIND === 'postgres'
        ? `create function slow() returns trigger language plpgsql as
             $$ begin perform pg_sleep(${6 / members}); return new; end $$;
           create trigger slow before update on members for each row execute function slow()`
        : `create trigger slow before update on members for each row do sleep(${6 / members})`,
    )
    const server = new Server(place)
    await expectAll(await opened(server), before)
    const [, ms] = /"migration":"0002-[^}]*"ms":(\d+)/.exec(server.log) ?? []
    expect(Number(ms)).toBeGreaterThan(5500)
    await server.end()
  }, 60_000)

test('[UPG-7] an upgrade logs each migration and how long it took; a new database is not worth a line', async () => {
  await using place = await restored(OLD)
  const server = new Server(place)
  await opened(server)
  await server.end('SIGTERM')
  const done = [...server.log.matchAll(/"migration":"(\d+)[^}]*"ms":\d+,"msg":"migration is done/g)]
  expect(done.map(([, number]) => number)).toEqual(NAMES.slice(1).map((name) => name.slice(0, 4)))
  await using empty = await newPlace(KIND)
  const first = new Server(empty)
  await opened(first)
  await first.end('SIGTERM')
  expect(first.log).toContain('"msg":"started"')
  expect(first.log).not.toContain('migration')
}, 60_000)

test('[SEA-14] an index by older rules answers while it is made again in the background', async () => {
  await using place = await restored('f139d51')
  expect(await place.rows("select 1 from settings where name = 'searchable-until'")).toHaveLength(1)
  // The index knows the message by what it was: as little as it knew of "C++" by the rules of then.
  const text = 'Message 1: “quotes” in C++'
  await place.rows(`update messages set text = '${text}' where text like 'Message 1:%'`)
  const server = new Server(place)
  const ana = new Client(await opened(server), await token({ sub: 'ana' }), 'ana')
  const texts = async (q: string): Promise<string[]> => {
    const { found } = await ana.ask('GET', `/search?q=${encodeURIComponent(q)}&limit=50`)
    return found.map(({ message }: { message: Message }) => message.text)
  }
  expect(await texts('quotes')).not.toEqual([])
  await waitFor(async () => (await texts('C++')).includes(text))
  expect(await server.end('SIGTERM')).toBe(0)
}, 60_000)

if (KIND === 'sqlite')
  describe('[UPG-5] the database as it was before an upgrade', () => {
    const copies = ({ data }: Place) => readdirSync(data).filter((name) => /before|copy/.test(name))

    test('[UPG-5] is kept beside it, for its owner alone, in place of an earlier one', async () => {
      await using place = await restored(OLD)
      const { messages } = await contentsOf(place)
      await Bun.write(`${place.file}.before-0001-first`, 'an earlier one')
      const server = new Server(place)
      await opened(server)
      await server.end('SIGTERM')
      const [name = '', ...others] = copies(place)
      expect([name, others]).toEqual([`parlance.sqlite.before-${LAST}`, []])
      const path = join(place.data, name)
      expect(server.log).toContain(path)
      expect(statSync(path).mode & 0o777).toBe(0o600)
      using copy = new Sqlite(path, { readonly: true })
      expect(copy.query('select name from kysely_migration').all()).toHaveLength(1)
      expect(copy.query('select id from messages').all()).toHaveLength(messages.length)
    }, 60_000)

    test('[UPG-5] stays as it was when the upgrade is cut off and goes on', async () => {
      await using place = await restored(OLD)
      const server = new Server(place)
      await server.logs('"migration":"0003')
      await server.end()
      const again = new Server(place)
      await opened(again)
      await again.end()
      using copy = new Sqlite(`${place.file}.before-${LAST}`, { readonly: true })
      expect(copy.query('select name from kysely_migration').all()).toHaveLength(1)
    }, 60_000)

    /** A file system of its own that holds the database once, and not twice. Nobody has to be root for it. */
    const inSmall = (place: Place) => {
      const size = statSync(place.file).size + 64 * 1024
      const mount = `mkdir "$1/small" && mount -t tmpfs -o size=${size} none "$1/small"`
      const script = `${mount} && cp "$1"/parlance.sqlite "$1/small" && exec "$2" "$3"`
      return Bun.spawn(
        [...UNSHARE, 'sh', '-c', script, 'sh', place.data, process.execPath, SERVER_PROGRAM],
        {
          stdio: ['ignore', 'ignore', 'pipe'],
          env: environment({ data: join(place.data, 'small'), url: '' }),
        },
      )
    }
    const canMount = Bun.spawnSync([...UNSHARE, 'true'])

    test.skipIf(!canMount.success)(
      '[UPG-5] needs room, and without it the start is refused in one line that says how much',
      async () => {
        await using place = await restored(OLD)
        const child = inSmall(place)
        const said = await new Response(child.stderr).text()
        expect(said.trim().split('\n')).toHaveLength(1)
        expect(said).toMatch(
          /^PARLANCE_DATA: .* takes 1 MB, and .*small has 0 MB free: free some space there\n$/,
        )
        expect(await child.exited).toBe(2)
        expect(await contentsOf(place)).toHaveProperty('messages.length', 12)
      },
      60_000,
    )
  })
