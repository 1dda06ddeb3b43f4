import { expect, test } from 'bun:test'
import { settled } from './support/jobs.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { countRows, execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const change = ({ place }: Parlance, statement: string) =>
  execute(place.PARLANCE_DATABASE_URL, [statement], place.PARLANCE_DATA)

const rows = ({ place }: Parlance, table: string) =>
  countRows(place.PARLANCE_DATABASE_URL, table, place.PARLANCE_DATA)

/** Runs a recurring job now, without waiting for its next time. */
async function runNow(server: Parlance, kind: string): Promise<void> {
  const app = server.backend()
  await app.ask('POST', `/jobs/${(await settled(app, kind)).id}/retry`)
}

test('[JOB-10] tickets that nobody used are deleted when they have expired, and no others', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  for (let i = 0; i < 3; i++) await ana.ask('POST', '/tickets')
  expect(await rows(server, 'tickets')).toBe(3)
  await change(server, 'update tickets set until = 1')
  const { ticket } = await ana.ask('POST', '/tickets')
  await runNow(server, 'tickets.sweep')
  await waitFor(async () => (await rows(server, 'tickets')) === 1)
  const socket = await Socket.connect(server.url, {}, `?ticket=${ticket}`)
  socket.say({ type: 'hello' })
  expect(await socket.command('me.get', {})).toMatchObject({ id: ana.id })
})

test('[INV-6] an invitation that has expired is ended, its user receives that, and another stays', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  await ben.ask('GET', '/me')
  const room = await ana.room('group')
  const [socket, creators] = [await ben.socket(), await ana.socket()]
  const invite = (more: object) => ana.ask('POST', `/rooms/${room.id}/invitations`, more)
  const late = await invite({ user: ben.id, seconds: 1 })
  const code = await invite({ seconds: 1 })
  const stays = await invite({ seconds: 3600 })
  await waitFor(() => Date.now() > Date.parse(code.expiresAt))
  await runNow(server, 'invitations.sweep')
  expect(await socket.hears(`user:${ben.id}`, 2)).toMatchObject([
    { type: 'invitation.created' },
    { type: 'invitation.deleted', invitation: late.id },
  ])
  const received = await creators.hears(`user:${ana.id}`, 3)
  expect(received.at(-1)).toMatchObject({ type: 'invitation.deleted', invitation: code.id })
  expect((await ben.call('GET', `/invitations/${late.id}`)).body.code).toBe('not_found')
  expect((await ben.call('POST', '/invitations/accept', { code: stays.code })).status).toBe(200)
})

test('[ERA-1] a text that its author deleted is erased when it can no longer be restored', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  for (const text of ['first', 'second']) {
    const { id } = await ana.send(room.id, text)
    await ana.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
    if (text === 'first') await change(server, 'update trash set at = 1')
  }
  expect(await rows(server, 'trash')).toBe(2)
  await runNow(server, 'messages.emptyTrash')
  await waitFor(async () => (await rows(server, 'trash')) === 1)
  const { id } = (await ana.history(room.id)).at(-1) ?? {}
  expect((await ana.call('POST', `/rooms/${room.id}/messages/${id}/restore`)).status).toBe(200)
})
