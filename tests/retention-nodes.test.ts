import { expect, test } from 'bun:test'
import { DATABASE } from './support/database.ts'
import { runNow } from './support/jobs.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { waitFor } from './support/wait.ts'

if (DATABASE !== 'sqlite' && REDIS !== '') {
  test('[RET-5] a message disappears on every node at once, and one node deletes it for all', async () => {
    await using cluster = await nodes(3)
    const [here, there, third] = [cluster.at(0), cluster.at(1), cluster.at(2)]
    const [ana, ben] = [await here.user('Ana'), await here.user('Ben')]
    const room = await ana.room('group', ben)
    const elsewhere = ben.at(there.url)
    const sockets = [await elsewhere.socket(), await ben.at(third.url).socket()]
    const said = await ana.send(room.id, 'a secret', { expiresIn: 2 })
    const get = () => elsewhere.ask('GET', `/rooms/${room.id}/messages/${said.id}`)
    expect(await get()).toMatchObject({ text: 'a secret', expiresAt: said.expiresAt })
    await waitFor(async () => (await get()).deletedAt !== undefined)
    expect(await get()).toMatchObject({ text: '', version: said.version })
    await runNow(there, 'messages.expire')
    for (const socket of sockets)
      expect(await socket.hears(room.id, 2)).toMatchObject([
        { type: 'message.created', message: { text: 'a secret' } },
        { type: 'message.deleted', message: { id: said.id, text: '' } },
      ])
  }, 60_000)

  test('[ERA-2] a room that one node deletes is erased once, and nobody sees it on another node', async () => {
    await using cluster = await nodes(3)
    const [here, there] = [cluster.at(0), cluster.at(1)]
    const ana = await here.user('Ana')
    const room = await ana.room('group')
    for (let i = 0; i < 450; i++) await ana.send(room.id, `secret ${i}`)
    await ana.ask('DELETE', `/rooms/${room.id}`)
    const status = await ana.at(there.url).call('GET', `/rooms/${room.id}/messages`)
    expect(status.body.code).toBe('not_found')
    const jobs = async () => (await there.backend().ask('GET', '/jobs?kind=rooms.erase')).jobs
    await waitFor(async () => (await jobs()).length === 0)
  }, 180_000)
}
