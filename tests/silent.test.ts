import { expect, test } from 'bun:test'
import type { Presence } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** A client in a process of its own, which can be stopped without its connection being closed. */
async function stoppable(url: string, protocol: string, says: readonly object[], answer: string) {
  const code = `
    const socket = new WebSocket(${JSON.stringify(url.replace('http', 'ws'))}, ${JSON.stringify(protocol)} || undefined)
    socket.onopen = () => ${JSON.stringify(says.map((frame) => JSON.stringify(frame)))}.forEach((text) => socket.send(text))
    socket.onmessage = ({ data }) => String(data).includes(${JSON.stringify(answer)}) && console.log('there')
    socket.onclose = () => process.exit()`
  const child = Bun.spawn([process.execPath, '--no-orphans', '-e', code], { stdout: 'pipe' })
  for await (const _ of child.stdout) break
  return {
    stop: () => child.kill('SIGSTOP'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

const isOnline = async (asker: Client, room: string, id: string): Promise<boolean> => {
  const { presence } = await asker.ask('GET', `/rooms/${room}/presence`)
  return presence.some((p: Presence) => p.user.id === id && p.state !== 'offline')
}

const KINDS: Readonly<Record<string, (url: string, who: Client) => ReturnType<typeof stoppable>>> =
  {
    'a socket': (url, { token }) =>
      stoppable(`${url}/api/v1/socket`, '', [{ type: 'hello', token }], 'ready'),
    'a GraphQL socket': (url, { token }) => {
      const query = 'subscription { events { __typename } }'
      return stoppable(
        `${url}/graphql`,
        'graphql-transport-ws',
        [
          { type: 'connection_init', payload: { token } },
          { type: 'subscribe', id: '1', payload: { query } },
        ],
        'next',
      )
    },
  }

for (const [kind, join] of Object.entries(KINDS))
  for (const room of ['a quiet room', 'a busy room'])
    test.concurrent(`[SLO-7] ${kind} that is stopped in ${room} is cut off, and its user is offline`, async () => {
      await using server = await parlance()
      const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
      const { id } = await ana.room('group', ben)
      await using client = await join(server.url, ben)
      const awake = await ana.socket()
      expect(await isOnline(ana, id, ben.id)).toBe(true)
      const talk = setInterval(() => room === 'a busy room' && void ana.send(id, 'on and on'), 500)
      client.stop()
      await waitFor(async () => !(await isOnline(ana, id, ben.id)), 75)
      clearInterval(talk)
      // Who answers stays.
      expect(awake.closed).toBeUndefined()
    }, 120_000)
