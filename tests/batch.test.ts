import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { AT_ONCE } from './support/commits.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** As many messages as go with three other commands into one transaction. */
const MANY = AT_ONCE - 3

type Command = { name: string; input?: object }

async function setUp() {
  const server = await parlance()
  const app = server.backend()
  const ana = await server.user('Ana')
  const room = await ana.room()
  return {
    server,
    app,
    ana,
    room,
    say: (text: string): Command => ({ name: 'messages.send', input: { room: room.id, text } }),
    batch: (mode: 'all' | 'each', commands: Command[], from = app) =>
      from.call('POST', '/batch', { mode, commands }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[BAT-1] all of a batch are carried out in their order, together, and received once they are', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const commands: Command[] = [
    { name: 'users.create', input: { id: 'ben', name: 'Ben' } },
    { name: 'members.add', input: { room: at.room.id, user: 'ben', role: 'moderator' } },
    ...Array.from({ length: MANY }, (_, i) => at.say(`${i}`)),
    { name: 'members.list', input: { room: at.room.id } },
  ]
  // A busy machine may need longer than a transaction may last: then nothing is stored.
  const { status, body } = await waitFor(async () => {
    const answer = await at.batch('all', commands)
    return answer.status !== 503 && answer
  }, 120)
  expect(status).toBe(200)
  expect(body.results).toHaveLength(MANY + 3)
  expect(body.results[0]).toMatchObject({ status: 201, result: { id: 'ben' } })
  expect(body.results[2]).toMatchObject({ status: 201, result: { text: '0' } })
  expect(body.results[MANY + 2].result.members).toHaveLength(2)
  const received = await socket.hears(at.room.id, MANY + 1)
  expect(received[0]?.type).toBe('member.joined')
  expect(texts(received)).toEqual(Array.from({ length: MANY }, (_, i) => `${i}`))
}, 180_000)

test('[BAT-1] the rooms of a batch can be in any order', async () => {
  await using at = await setUp()
  const rooms = [at.room.id, (await at.ana.room('group')).id, (await at.ana.room('group')).id]
  for (const order of [rooms, rooms.toReversed()]) {
    const commands = order.map((room) => {
      return { name: 'messages.send', input: { room, text: 'Hello' } }
    })
    const { status, body } = await at.batch('all', commands)
    expect([status, body.results?.length]).toEqual([200, 3])
  }
})

test('[BAT-1] where one of all is refused nothing is stored and nothing is received; it says which, and why', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const bad: [Command, string][] = [
    [{ name: 'members.add', input: { room: at.room.id, user: 'nobody' } }, 'not_found'],
    [{ name: 'messages.send', input: { room: at.room.id, text: '' } }, 'invalid_input'],
    [{ name: 'rooms.shout' }, 'unknown_command'],
    [{ name: 'batch', input: { mode: 'all', commands: [] } }, 'unknown_command'],
    [{ name: '__proto__' }, 'unknown_command'],
  ]
  for (const [command, code] of bad) {
    const { body } = await at.batch('all', [
      at.say('lost'),
      at.say('lost'),
      command,
      at.say('lost'),
    ])
    expect([body.code, Object.keys(body.fields)[0]]).toEqual([code, 'commands.2'])
    expect(body.detail).toStartWith('commands.2: ')
  }
  // Beside others, whose work is not undone.
  const made = Array.from({ length: 20 }, (_, i) => at.app.send(at.room.id, `${i}`))
  const lost = at.batch('all', [at.say('lost'), { name: 'users.get', input: { user: 'nobody' } }])
  expect((await lost).status).toBe(404)
  await Promise.all(made)
  const received = await socket.hears(at.room.id, 20)
  expect(new Set(texts(received))).toEqual(new Set(Array.from({ length: 20 }, (_, i) => `${i}`)))
  expect((await at.ana.history(at.room.id)).map((m) => m.text)).not.toContain('lost')
})

test('[BAT-2] each of a batch is carried out for itself, and answered by itself', async () => {
  await using at = await setUp()
  const commands = [at.say('a'), { name: 'users.get', input: { user: 'nobody' } }, at.say('b')]
  const { status, body } = await at.batch('each', [...commands, { name: 'messages.send' }])
  expect(status).toBe(200)
  expect(body.results).toMatchObject([
    { status: 201, result: { text: 'a' } },
    { status: 404, error: { code: 'not_found' } },
    { status: 201, result: { text: 'b' } },
    { status: 400, error: { code: 'invalid_input', fields: { room: expect.any(String) } } },
  ])
  expect(await at.ana.history(at.room.id)).toHaveLength(2)
})

test('[BAT-3] a batch has bounds of its own: 1,000 commands, 8 MiB, and for each what its key is for', async () => {
  await using at = await setUp()
  const many = Array.from({ length: 1001 }, () => ({ name: 'statistics.get' }))
  expect((await at.batch('each', many)).body.code).toBe('invalid_input')
  expect((await at.batch('each', [])).body.code).toBe('invalid_input')
  const large = (mib: number) =>
    at.app.call(
      'POST',
      '/batch',
      `{"mode":"all","commands":[],"x":"${'x'.repeat(mib * 1024 * 1024)}"}`,
    )
  expect((await large(7)).body.code).toBe('invalid_input')
  expect((await large(8)).body.code).toBe('too_large')
  const { key } = await at.app.ask('POST', '/keys', { name: 'Reader', scopes: ['users:read'] })
  const reader = at.server.backend(key)
  const commands = [{ name: 'users.list' }, at.say('x')]
  const { body } = await at.batch('each', commands, reader)
  expect(body.results).toMatchObject([{ status: 200 }, { status: 403 }])
  expect((await at.batch('all', commands, reader)).body.code).toBe('forbidden')
})
