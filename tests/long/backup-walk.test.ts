import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createChat } from '../../sdk/typescript/src/create-chat.ts'
import { roomId } from '../../sdk/typescript/src/ids.ts'
import {
  backedUp,
  conversation,
  folder,
  newPlace,
  OTHERS,
  restored,
  rowsIn,
  serverOn,
} from '../support/backups.ts'
import { DATABASE } from '../support/database.ts'
import { imported } from '../support/imports.ts'
import { freePort } from '../support/process.ts'
import { waitFor } from '../support/wait.ts'

const MESSAGES = 100_000
const ROOMS = 50
const USERS = 200

// With PostgreSQL and MariaDB beside it, as the walk goes through all three.
describe.if(DATABASE === 'sqlite' && OTHERS.length === 2)('the walk of backups', () => {
  test('[BAK-1] 100,000 messages go from SQLite to PostgreSQL, to SQLite and to MariaDB while people write, with every row, and clients come back', async () => {
    using files = folder()
    const lines = join(files.path, 'lines.jsonl')
    writeFileSync(lines, conversationLines())
    const port = await freePort()
    await using source = await newPlace('sqlite')
    expect(await imported(source, 'lines', lines)).toMatchObject({ messages: MESSAGES })
    let server = await serverOn(source, port)
    const { ben, room, say } = await conversation(server)
    const received: string[] = []
    const chat = createChat({ url: server.url, token: () => ben.token })
    let resets = 0
    chat.room(roomId(room.id)).on('message.created', ({ message }) => received.push(message.text))
    chat.onReset(() => resets++)
    await waitFor(() => chat.status.state === 'live')

    /** A backup of the running server, while four people write. */
    async function whileWriting(place: typeof source) {
      let isDone = false
      const writing = Array.from({ length: 4 }, async (_, person) => {
        let count = 0
        while (!isDone) await say(`${place.kind}: ${person} ${count++}`)
        return count
      })
      const startedAt = performance.now()
      const file = await backedUp(place, files.path)
      const seconds = (performance.now() - startedAt) / 1000
      isDone = true
      const written = (await Promise.all(writing)).reduce((sum, count) => sum + count, 0)
      expect(written).toBeGreaterThan(4)
      process.stderr.write(
        `${place.kind}: backup ${seconds.toFixed(1)} s, ${written} messages meanwhile\n`,
      )
      return file
    }

    let file = await whileWriting(source)
    for (const kind of ['postgres', 'sqlite', 'mariadb'] as const) {
      const rows = await rowsIn(file)
      expect(rows['messages']?.length).toBeGreaterThan(MESSAGES)
      // Every message has its event: both are of the same moment.
      const created = rows['events']?.filter((row) => row.includes('"message.created"'))
      expect(created).toHaveLength(rows['messages']?.length ?? 0)
      await server.stop()
      await using place = await newPlace(kind)
      const startedAt = performance.now()
      expect(await restored(place, file)).toMatchObject({ code: 0 })
      const seconds = (performance.now() - startedAt) / 1000
      process.stderr.write(`${kind}: restore ${seconds.toFixed(1)} s\n`)
      const again = await rowsIn(await backedUp(place, files.path))
      expect(Object.keys(again)).toEqual(Object.keys(rows))
      for (const [table, all] of Object.entries(rows))
        expect([table, Bun.deepEquals(again[table], all)]).toEqual([table, true])
      const before = resets
      server = await serverOn(place, port)
      await waitFor(() => resets > before && chat.status.state === 'live', 60)
      const text = `after the restore into ${kind}`
      await say(text)
      await waitFor(() => received.includes(text))
      const history = await ben.history(room.id)
      expect(history.at(-1)?.text).toBe(text)
      file = await whileWriting(place)
      await server.stop()
    }
    chat.close()
  }, 1_200_000)
})

/** Rooms with threads, reactions and edits, as `parlance export` writes them. */
function conversationLines(): string {
  const lines: object[] = [{ parlance: 'lines', format: 1 }]
  const user = (i: number) => `user-${i % USERS}`
  const room = (i: number) => `room-${i % ROOMS}`
  for (let i = 0; i < USERS; i++) lines.push({ type: 'user', id: user(i), name: `User ${i}` })
  for (let i = 0; i < ROOMS; i++) {
    lines.push({ type: 'room', id: room(i), kind: 'group', name: `Room ${i}` })
    for (let n = 0; n < 20; n++) lines.push({ type: 'member', room: room(i), user: user(i + n) })
  }
  const start = Date.parse('2025-01-01T00:00:00Z')
  const at = (i: number) => new Date(start + i * 1000).toISOString()
  for (let i = 0; i < MESSAGES; i++)
    lines.push({
      ...{ type: 'message', id: `message-${i}`, room: room(i), sender: user(i), at: at(i) },
      text: `message ${i}, with “quotes”, \n lines and 🎉`,
      // The root is an earlier message of the same room.
      ...(i % 3 === 1 && i >= ROOMS && { thread: `message-${i - ROOMS}` }),
      ...(i % 7 === 0 && { reactions: [{ emoji: '👍', user: user(i + 1) }] }),
      ...(i % 11 === 0 && { editedAt: at(i + 5), versions: [{ text: `draft ${i}`, at: at(i) }] }),
    })
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
