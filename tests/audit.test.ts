import { expect, test } from 'bun:test'
import type { AuditEntry, ServerRole } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { nodes } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Stream } from './support/stream.ts'
import { waitFor } from './support/wait.ts'

async function setUp(server: Parlance) {
  const app = server.backend()
  const [boss, ana, ben] = (await Promise.all(['Boss', 'Ana', 'Ben'].map(server.user))) as [
    Client,
    Client,
    Client,
  ]
  for (const who of [boss, ana, ben]) await who.ask('GET', '/me')
  const give = (who: Client, role: ServerRole) => app.ask('PATCH', `/users/${who.id}`, { role })
  await give(boss, 'administrator')
  const room = await ana.room('group', ben)
  const entries = async (query = ''): Promise<AuditEntry[]> =>
    (await boss.ask('GET', `/audit${query}`)).entries
  return { server, app, boss, ana, ben, room, entries }
}

const follow = (server: Parlance, headers: Record<string, string> = {}, query = '') =>
  Stream.open(`${server.backend().url}/api/v1/audit/events${query}`, {
    authorization: `Bearer ${server.backend().token}`,
    ...headers,
  })
/** The entries of a stream: they have a seq, as events have. */
const entriesOf = (stream: Stream) => stream.events as unknown as readonly AuditEntry[]

test('[AUD-1] an act of staff is recorded: who, what, on whom, before and after', async () => {
  await using server = await parlance()
  const { ana, ben, boss, room, entries } = await setUp(server)
  const { id: message } = await ben.send(room.id, 'secret words')
  await ana.ask('PATCH', `/rooms/${room.id}/members/${ben.id}`, { role: 'moderator' })
  await ana.ask('DELETE', `/rooms/${room.id}/messages/${message}`)
  await ana.ask('PATCH', `/rooms/${room.id}`, { name: 'Secret name', archived: true })
  await ana.ask('DELETE', `/rooms/${room.id}/members/${ben.id}`)
  await ana.ask('DELETE', `/rooms/${room.id}`)
  await boss.ask('PUT', `/users/${ben.id}/role`, { role: 'moderator' })
  const link = await boss.ask('POST', '/links', { purpose: 'sign_up' })
  await boss.ask('DELETE', `/links/${link.id}`)
  const ofRoom = { by: ana.id, room: room.id }
  const found = await entries()
  expect(found).toMatchObject([
    { act: 'links.delete', by: boss.id, target: link.id },
    { act: 'links.create', by: boss.id, target: link.id, after: { purpose: 'sign_up' } },
    {
      act: 'users.updateRole',
      by: boss.id,
      user: ben.id,
      before: { role: 'user' },
      after: { role: 'moderator' },
    },
    { ...ofRoom, act: 'rooms.delete', before: { type: 'group', memberCount: 1 } },
    { ...ofRoom, act: 'members.remove', user: ben.id, before: { role: 'moderator' } },
    {
      ...ofRoom,
      act: 'rooms.update',
      before: { archived: false },
      after: { archived: true, changed: ['name', 'archived'] },
    },
    { ...ofRoom, act: 'messages.delete', user: ben.id, target: message },
    {
      ...ofRoom,
      act: 'members.update',
      user: ben.id,
      before: { role: 'member' },
      after: { role: 'moderator' },
    },
    {
      act: 'users.update',
      by: 'parlance',
      user: boss.id,
      before: { role: 'user' },
      after: { role: 'administrator' },
    },
  ])
  // What users wrote is not in the log, nor is the secret of a link.
  expect(JSON.stringify(found)).not.toMatch(/secret/i)
  expect(JSON.stringify(found)).not.toContain(link.code)
})

test('[AUD-1] what is no act on others, is refused or changes nothing, is not recorded', async () => {
  await using server = await parlance()
  const { ana, ben, room, entries } = await setUp(server)
  const before = await entries()
  expect(before).toHaveLength(1)
  const { id: own } = await ben.send(room.id, 'mine')
  const { id: other } = await ana.send(room.id, 'of Ana')
  await ben.ask('DELETE', `/rooms/${room.id}/messages/${own}`)
  expect((await ben.call('DELETE', `/rooms/${room.id}/messages/${other}`)).status).toBe(403)
  expect((await ben.call('DELETE', `/rooms/${room.id}/members/${ana.id}`)).status).toBe(403)
  await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
  // A batch of which one command is refused stores nothing.
  const batch = await server.backend().call('POST', '/batch', {
    mode: 'all',
    commands: [
      { name: 'messages.delete', input: { room: room.id, message: other } },
      { name: 'users.get', input: { user: 'nobody' } },
    ],
  })
  expect(batch.body.code).toBe('not_found')
  expect(await entries()).toEqual(before)
  await ana.ask('DELETE', `/rooms/${room.id}`)
  expect(await entries()).toHaveLength(2)
})

test('[AUD-2] administrators and the app read the log by page, and by room, user, actor and act', async () => {
  await using server = await parlance()
  const { app, boss, ana, ben, room, entries } = await setUp(server)
  const key = await app.ask('POST', '/keys', { name: 'Moderation', scopes: ['messages:write'] })
  const messages: string[] = []
  for (const text of ['one', 'two', 'three']) messages.push((await ben.send(room.id, text)).id)
  for (const id of messages.slice(0, 2)) await ana.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
  await server.backend(key.key).ask('DELETE', `/rooms/${room.id}/messages/${messages[2]}`)
  const all = await entries()
  expect(all).toHaveLength(5)
  expect(all[0]).toMatchObject({ act: 'messages.delete', by: 'parlance', key: key.id })
  const pages: AuditEntry[] = []
  for (let next = ''; ; ) {
    const page = await app.ask('GET', `/audit?limit=2${next && `&after=${next}`}`)
    pages.push(...page.entries)
    if (page.next === undefined) break
    next = page.next
  }
  expect(pages).toEqual(all)
  const acts = async (query: string) => (await entries(query)).map(({ act }) => act)
  expect(await acts(`?room=${room.id}`)).toEqual(Array(3).fill('messages.delete'))
  expect(await acts(`?user=${boss.id}`)).toEqual(['users.update'])
  expect(await acts(`?by=${ana.id}&room=${room.id}`)).toEqual(Array(2).fill('messages.delete'))
  expect(await acts('?by=parlance&act=keys.create')).toEqual(['keys.create'])
  expect(await acts(`?by=${ana.id}&act=keys.create`)).toEqual([])
  expect((await ana.call('GET', '/audit')).body.code).toBe('forbidden')
  expect((await boss.call('GET', '/audit?after=x')).body.code).toBe('invalid_input')
  expect((await server.backend(key.key).call('GET', '/audit')).body.code).toBe('forbidden')
})

test('[AUD-3] the seqs ascend without a gap, whichever node an act came from', async () => {
  await using all = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const { ana, ben, room, boss, app } = await setUp(all.at(0))
  const messages = await Promise.all(
    Array.from({ length: 20 }, (_, i) => ben.send(room.id, `${i}`)),
  )
  const stream = await follow(all.at(1), {}, '?after=0')
  await Promise.all(
    messages.map(({ id }, i) =>
      (i % 2 ? ana : ana.at(all.at(1).url)).ask('DELETE', `/rooms/${room.id}/messages/${id}`),
    ),
  )
  for (let i = 0; i < 3; i++) await app.ask('PATCH', `/users/${ben.id}`, { name: `Ben ${i}` })
  const seqs = (await boss.ask('GET', '/audit?limit=100')).entries.map(({ seq }: AuditEntry) => seq)
  const expected = Array.from({ length: 24 }, (_, i) => i + 1)
  expect(seqs.toReversed()).toEqual(expected)
  await waitFor(() => entriesOf(stream).length >= 24)
  expect(entriesOf(stream).map(({ seq }) => seq)).toEqual(expected)
  stream.close()
})

test('[AUD-4] the app follows the log live, and resumes by the id of the last entry without a gap', async () => {
  await using server = await parlance()
  const { app, ana, ben, room, entries } = await setUp(server)
  const first = await follow(server)
  expect(first.response.status).toBe(200)
  const remove = async (text: string) => {
    const { id } = await ben.send(room.id, text)
    await ana.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
    return id
  }
  const one = await remove('one')
  const [seen] = await waitFor(() => entriesOf(first).length > 0 && entriesOf(first))
  expect(seen).toEqual((await entries())[0] as AuditEntry)
  expect(seen?.target).toBe(one)
  first.close()
  const missed = [await remove('two'), await remove('three')]
  const again = await follow(server, { 'last-event-id': first.lastId as string })
  const live = await remove('four')
  await waitFor(() => entriesOf(again).length >= 3)
  expect(entriesOf(again).map(({ target }) => target)).toEqual([...missed, live])
  again.close()
  const weak = await app.ask('POST', '/keys', { name: 'Weak', scopes: ['users:read'] })
  const url = `${app.url}/api/v1/audit/events`
  const refused = async (address: string, key: string) => {
    const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } })
    return [response.status, (await response.json()).code]
  }
  expect(await refused(url, weak.key)).toEqual([403, 'forbidden'])
  expect(await refused(url, 'wrong')).toEqual([401, 'invalid_key'])
  expect(await refused(`${url}?after=-1`, app.token)).toEqual([400, 'invalid_input'])
})
