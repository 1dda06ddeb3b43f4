import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomId } from '../sdk/typescript/src/index.ts'
import { type Chat, createChat } from '../sdk/typescript/src/index.ts'
import { DATABASE } from './support/database.ts'
import { NO_QUOTAS } from './support/no-quotas.ts'
import { SECRET, token } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const CLUSTER = join(import.meta.dir, '../bin/cluster.ts')

type Up = {
  readonly url: string
  readonly nodes: readonly { readonly pid: number; readonly url: string }[]
  readonly folder: string
}

async function cluster(nodes: number) {
  const child = Bun.spawn(
    [
      process.execPath,
      'run',
      CLUSTER,
      '--nodes',
      `${nodes}`,
      '--port',
      '0',
      '--json',
      '--no-build',
    ],
    {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
      env: {
        ...process.env,
        PARLANCE_JWT_SECRET: SECRET,
        PARLANCE_COMMANDS_PER_SECOND: '10000',
        ...NO_QUOTAS,
        PARLANCE_REQUESTS: 'off',
      },
    },
  )
  let said = ''
  for await (const chunk of child.stdout) {
    said += new TextDecoder().decode(chunk)
    if (said.includes('\n')) break
  }
  const up: Up = JSON.parse(said)
  return {
    ...up,
    child,
    /** Ends it if the test did not, so that nothing of it outlives a failure. */
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await child.exited
    },
  }
}

async function person(url: string, name: string) {
  const word = await token({ sub: name.toLowerCase(), name })
  const chat = createChat({ url, token: () => word })
  const received: { seq: number; text: string }[] = []
  chat.on('message.created', ({ seq, message }) => received.push({ seq, text: message.text }))
  return { name, chat, received }
}

/** What one says, in order; each is acknowledged before the next. */
async function talk(chat: Chat, room: RoomId, name: string, from: number, to: number) {
  for (let i = from; i < to; i++) await chat.call('messages.send', { room, text: `${name} ${i}` })
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const pidIn = (file: string): number => Number(readFileSync(file, 'utf8').split('\n')[0])

const isHere =
  process.env['REQUIRE_SERVICES'] === '1' || process.env['TEST_REDIS_URL'] !== undefined

if (DATABASE === 'postgres')
  test.skipIf(!isHere)(
    '[CLU-1] one command is a whole cluster: a node may be killed and talking goes on; nothing stays behind',
    async () => {
      await using up = await cluster(2)
      const cast = await Promise.all(
        ['Ana', 'Ben', 'Cleo', 'Dan'].map((name) => person(up.url, name)),
      )
      const [ana] = cast
      if (ana === undefined) throw new Error('nobody is there')
      const made = { type: 'public', name: 'A room' } as const
      const { id: room } = await ana.chat.call('rooms.create', made)
      for (const { chat } of cast) if (chat !== ana.chat) await chat.call('members.join', { room })
      // From here on all hear all.
      const all = (from: number, to: number) =>
        Promise.all(cast.map(({ chat, name }) => talk(chat, room, name, from, to)))
      await all(0, 20)

      const [first, second] = up.nodes
      if (first === undefined || second === undefined) throw new Error('there are not two nodes')
      const talking = all(20, 120)
      await waitFor(() => ana.received.length > 120)
      process.kill(first.pid, 'SIGKILL')
      await talking
      expect(isAlive(first.pid)).toBe(false)
      expect(isAlive(second.pid)).toBe(true)

      await waitFor(() => cast.every(({ received }) => received.length >= 480))
      const said = cast.flatMap(({ name }) => Array.from({ length: 120 }, (_, i) => `${name} ${i}`))
      expect(ana.received.map(({ text }) => text).toSorted()).toEqual(said.toSorted())
      const begin = ana.received[0]?.seq ?? 0
      expect(ana.received.map(({ seq }) => seq)).toEqual(ana.received.map((_, i) => begin + i))
      for (const { received } of cast) expect(received).toEqual(ana.received)
      for (const { chat } of cast) chat.close()

      const servers = [
        pidIn(join(up.folder, 'postgres/data/postmaster.pid')),
        pidIn(join(up.folder, 'redis.pid')),
      ]
      up.child.kill('SIGTERM')
      expect(await up.child.exited).toBe(0)
      expect([second.pid, ...servers].filter(isAlive)).toEqual([])
      expect(existsSync(up.folder)).toBe(false)
    },
    120_000,
  )
