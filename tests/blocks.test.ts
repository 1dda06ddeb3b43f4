import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

async function setUp(requests: 'on' | 'off') {
  const server = await parlance({ PARLANCE_REQUESTS: requests })
  const [ana, ben] = await Promise.all(['Ana', 'Ben'].map(server.user))
  if (!ana || !ben) throw new Error('a user is missing')
  for (const each of [ana, ben]) await each.ask('GET', '/me')
  const common = await ana.room('public')
  await ben.ask('PUT', `/rooms/${common.id}/members/me`)
  // Strangers must be asked where requests are on.
  const dm: string =
    requests === 'on' ? '' : (await ana.ask('POST', '/rooms', { type: 'dm', members: [ben.id] })).id
  return {
    server,
    ana,
    ben,
    common,
    dm,
    block: () => ana.ask('PUT', `/me/blocks/${ben.id}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const textsIn = async (client: Client, room: string) =>
  (await client.history(room)).map(({ text }) => text)

test('[BLK-1] what a blocked user writes in the dm reaches the other nowhere, and the user finds no sign', async () => {
  await using at = await setUp('off')
  const { ana, ben, dm } = at
  await ben.send(dm, 'before')
  await at.block()
  const [hers, his] = [await ana.socket(), await ben.socket()]
  const answer = await ben.call('POST', `/rooms/${dm}/messages`, { text: 'blocked' })
  expect(answer.status).toBe(201)
  expect(JSON.stringify(answer.body)).not.toContain('hidden')
  expect((await his.hears(dm as never, 1))[0]?.type).toBe('message.created')
  const [event] = await hers.hears(dm as never, 1)
  expect(event?.type as string).toBe('event.skipped')
  expect(await textsIn(ben, dm)).toEqual(['before', 'blocked'])
  expect(await textsIn(ana, dm)).toEqual(['before'])
  const { rooms } = await ana.ask('GET', '/rooms')
  expect(rooms.find(({ id }: { id: string }) => id === dm).unread).toBe(1)
  const search = (q: string) => ana.ask('GET', `/search?q=${q}`)
  await waitFor(async () => (await search('before')).found.length === 1)
  expect((await search('blocked')).found).toEqual([])
  await ana.send(dm, 'still here')
  expect(await textsIn(ben, dm)).toEqual(['before', 'blocked', 'still here'])
})

test('[BLK-1] after the block has ended, messages arrive again, and earlier ones stay hidden', async () => {
  await using at = await setUp('off')
  const { ana, ben, dm } = at
  await at.block()
  await ben.send(dm, 'blocked')
  await ana.ask('DELETE', `/me/blocks/${ben.id}`)
  await ben.send(dm, 'welcome back')
  expect(await textsIn(ana, dm)).toEqual(['welcome back'])
})

test('[BLK-2] a blocked user cannot add the other to a room, and requests and invitations do not arrive', async () => {
  await using at = await setUp('on')
  const { ana, ben, common } = at
  await at.block()
  const group = { type: 'group', name: 'New', members: [ana.id] }
  expect((await ben.call('POST', '/rooms', group)).body.code).toBe('consent_required')
  const asked = await ben.call('POST', '/requests', { user: ana.id })
  expect(asked.status).toBe(201)
  expect((await ana.ask('GET', '/requests')).requests).toEqual([])
  const own = await ben.room('group')
  await ben.ask('POST', `/rooms/${own.id}/invitations`, { user: ana.id })
  expect((await ana.ask('GET', '/invitations')).invitations).toEqual([])
  await ana.ask('GET', `/rooms/${common.id}`)
})

test('[BLK-3] two devices that block the same user at once make one block', async () => {
  await using at = await setUp('off')
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => at.ana.call('PUT', '/me/blocks/somebody')),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect((await at.ana.ask('GET', '/me/blocks')).blocks).toHaveLength(1)
})

test('[BLK-3] a user blocks 1,000 users and no more, and can block one of them again', async () => {
  await using at = await setUp('off')
  const socket = await at.ana.socket()
  const block = (n: number) => socket.command('blocks.create', { user: `user-${n}` })
  for (let n = 0; n < 1000; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, i) => block(n + i)))
  expect(await block(1000)).toBe('too_many')
  expect(await block(0)).toMatchObject({ user: 'user-0' })
  await socket.command('blocks.delete', { user: 'user-0' })
  expect(await block(1000)).toMatchObject({ user: 'user-1000' })
})

test('[BLK-3] blocks are listed, are events of the user alone, and nobody blocks themselves', async () => {
  await using at = await setUp('off')
  const { ana, ben } = at
  const [hers, his] = [await ana.socket(), await ben.socket()]
  await at.block()
  await at.block()
  const { blocks } = await ana.ask('GET', '/me/blocks')
  expect(blocks).toMatchObject([{ user: ben.id }])
  expect(await ben.ask('GET', '/me/blocks')).toEqual({ blocks: [] })
  await ana.ask('DELETE', `/me/blocks/${ben.id}`)
  const heard = await hers.hears(`user:${ana.id}` as never, 2)
  expect(heard.map(({ type }) => type)).toEqual(['block.created', 'block.deleted'])
  await at.server.backend().ask('PATCH', `/users/${ben.id}`, { name: 'Ben K' })
  expect((await his.hears(`user:${ben.id}` as never, 1))[0]?.type).toBe('user.updated')
  const myself = await ana.call('PUT', `/me/blocks/${ana.id}`)
  expect([myself.status, myself.body.code]).toEqual([400, 'invalid_input'])
  const nobody = await ana.call('PUT', '/me/blocks/nobody-at-all')
  expect(nobody.status).toBe(200)
})
