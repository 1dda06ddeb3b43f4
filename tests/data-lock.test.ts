import { expect, test } from 'bun:test'
import { DATABASE } from './support/database.ts'
import { restore } from './upgrade/fixture.ts'
import { hold } from './upgrade/hold.ts'
import { newPlace, type Place } from './upgrade/place.ts'
import { Server } from './upgrade/server.ts'

/** A second server on the folder: the one line with which it is refused. */
async function refused(place: Place): Promise<string> {
  const second = new Server(place)
  expect(await second.url).toBeUndefined()
  expect(await second.child.exited).toBe(2)
  await second.end()
  expect(second.log.trim().split('\n')).toHaveLength(1)
  return second.log
}

if (DATABASE === 'sqlite') {
  test('[LCK-1] a second server on a data folder is refused in one line with the first’s process and port', async () => {
    await using place = await newPlace('sqlite')
    const first = new Server(place)
    const port = new URL((await first.url) ?? '').port
    const line = `process ${first.child.pid}, port ${port}. Stop it, or set another folder.`
    expect(await refused(place)).toContain(line)
    expect((await fetch(`${await first.url}/api/health`)).status).toBe(200)
    expect(await first.end('SIGTERM')).toBe(0)
    const next = new Server(place)
    expect(await next.url).toBeString()
    await next.end()
  }, 60_000)

  test('[LCK-1] a second server is refused before it looks at the database, while the first is starting', async () => {
    await using place = await newPlace('sqlite')
    await restore(place, '4e9fdeb')
    await using _held = await hold(place, 'rooms')
    const first = new Server(place)
    await first.logs('migration starts')
    expect(await refused(place)).toContain(`process ${first.child.pid}, which is starting.`)
    await first.end()
  }, 60_000)

  test('[LCK-1] of many that start at once on an empty folder one does', async () => {
    await using place = await newPlace('sqlite')
    const servers = Array.from({ length: 4 }, () => new Server(place))
    const urls = await Promise.all(servers.map((server) => server.url))
    expect(urls.filter((url) => url !== undefined)).toHaveLength(1)
    for (const server of servers) await server.end()
  }, 60_000)

  test('[LCK-2] after kill -9 the folder can be used at once, and the next holder is named', async () => {
    await using place = await newPlace('sqlite')
    const killed = new Server(place)
    expect(await killed.url).toBeString()
    await killed.end('SIGKILL')
    const next = new Server(place)
    expect(await next.url).toBeString()
    expect(await refused(place)).toContain(`process ${next.child.pid}, port `)
    await next.end()
  }, 60_000)
}
