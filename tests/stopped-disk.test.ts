import { expect, test } from 'bun:test'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { breakDisk, CAN_STOP_DISK, stopDisk } from './support/stopped-disk.ts'
import { waitFor } from './support/wait.ts'

test.skipIf(DATABASE !== 'sqlite' || !CAN_STOP_DISK)(
  '[DUR-4] while the disk is busy only writes wait: reads, health checks and live events go on, and see nothing that a power failure could undo',
  async () => {
    await using server = await ownProcess()
    const child = await server.start()
    const clientOf = async (sub: string) => new Client(server.url, await token({ sub }), sub)
    const [ana, ben] = [await clientOf('ana'), await clientOf('ben')]
    const room = await ana.room('group', ben)
    await ana.send(room.id, 'before')
    const socket = await ben.socket()
    const texts = async () => (await ben.history(room.id)).map(({ text }) => text)

    await using stopped = await stopDisk(child.pid)
    let isAcknowledged = false
    const sent = ana.send(room.id, 'now').then(() => {
      isAcknowledged = true
    })
    const other = ben.send(room.id, 'later')
    // Longer than the limit of the clock, which cannot be stored meanwhile, is ahead.
    for (const until = performance.now() + 4000; performance.now() < until; ) {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      expect(await texts()).toEqual(['before'])
      await ana.ask('GET', '/rooms')
    }
    await ana.ask('PUT', `/rooms/${room.id}/typing`)
    await waitFor(() => socket.signals.some(({ type }) => type === 'typing.started'))
    expect(isAcknowledged).toBe(false)
    expect(socket.events.filter(({ type }) => type === 'message.created')).toEqual([])

    await stopped.start()
    await Promise.all([sent, other])
    expect(await texts()).toEqual(['before', 'now', 'later'])
  },
  60_000,
)

test.skipIf(DATABASE !== 'sqlite' || !CAN_STOP_DISK)(
  '[DUR-5] after an error of a sync the server refuses the write, logs it, and ends: a new start has what was acknowledged',
  async () => {
    await using server = await ownProcess()
    const child = await server.start()
    const ana = new Client(server.url, await token({ sub: 'ana' }), 'ana')
    const room = await ana.room()
    await ana.send(room.id, 'before')
    await using broken = await breakDisk(child.pid)
    const { status, body } = await ana.call('POST', `/rooms/${room.id}/messages`, { text: 'lost' })
    expect([status, body.code]).toEqual([503, 'unavailable'])
    expect(await child.exited).toBe(1)
    expect(await new Response(child.stderr).text()).toContain('the disk reports an error')
    await broken.start()
    await server.start()
    expect((await ana.history(room.id)).map(({ text }) => text)).toContain('before')
  },
  60_000,
)
