import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createChat, roomId } from '../sdk/typescript/src/index.ts'
import {
  openBlocks,
  openMySanctions,
  openReport,
  openReports,
  openSanctions,
} from '../sdk/typescript/src/moderation.ts'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// The lists of moderation, as an app of any framework shows them, on a real server and without a browser.

let server: Parlance
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

/** Ana owns a room of which Ben and Cleo are members. */
async function cast() {
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const { id } = await ana.room('group', ben, cleo)
  const chats: { close: () => void }[] = []
  return {
    ...{ ana, ben, cleo, room: roomId(id) },
    chat(who: Client) {
      const chat = createChat({ url: server.url, token: () => who.token })
      chats.push(chat)
      return chat
    },
    [Symbol.dispose]: () => {
      for (const chat of chats) chat.close()
    },
  }
}
/** Keeps a list up to date. */
const watched = <List extends { subscribe: (onChange: () => void) => unknown }>(list: List) => {
  list.subscribe(() => undefined)
  return list
}

test('[RCT-14] the list of blocks follows those of all devices', async () => {
  using at = await cast()
  const { ben, cleo } = at
  const list = watched(openBlocks(at.chat(ben)))
  await waitFor(() => list.read().progress.state === 'ready')
  expect(list.read().all).toEqual([])
  await ben.ask('PUT', `/me/blocks/${cleo.id}`)
  await waitFor(() => list.read().all.some(({ user }) => user === cleo.id))
  await ben.ask('PUT', `/me/blocks/${cleo.id}`)
  await ben.ask('DELETE', `/me/blocks/${cleo.id}`)
  await waitFor(() => list.read().all.length === 0)
})

test('[RCT-14] reports move from list to list as the staff claims and closes them', async () => {
  using at = await cast()
  const { ana, ben, cleo, room } = at
  const chat = at.chat(ana)
  const [open, claimed, closed] = (['open', 'claimed', 'closed'] as const).map((status) =>
    watched(openReports(chat, { status, room })),
  )
  const sizes = () => [open, claimed, closed].map((list) => list?.read().all.length)
  const { id: message } = await cleo.send(room, 'bad')
  const { report } = await ben.ask('POST', '/reports', { message, reason: 'abuse' })
  await waitFor(() => `${sizes()}` === '1,0,0')
  const details = watched(openReport(chat, report))
  await waitFor(() => details.read().all[0]?.evidence[0]?.text === 'bad')
  await ana.ask('POST', `/reports/${report}/claim`)
  await waitFor(() => `${sizes()}` === '0,1,0')
  await waitFor(() => details.read().all[0]?.report.claimedBy?.id === ana.id)
  await ana.ask('POST', `/reports/${report}/close`, { outcome: 'dismissed' })
  await waitFor(() => `${sizes()}` === '0,0,1')
})

test('[RCT-14] staff and the user see a mute, its appeal, and its end', async () => {
  using at = await cast()
  const { ana, ben, room } = at
  const staff = watched(openSanctions(at.chat(ana), room))
  const mine = watched(openMySanctions(at.chat(ben)))
  await waitFor(() => [staff, mine].every((list) => list.read().progress.state === 'ready'))
  const mute = { kind: 'mute', user: ben.id, reason: 'loud' }
  const { id } = await ana.ask('POST', `/rooms/${room}/sanctions`, mute)
  await waitFor(() => [staff, mine].every((list) => list.read().all[0]?.id === id))
  expect(mine.read().all[0]).not.toHaveProperty('by')
  await ben.ask('POST', `/me/sanctions/${id}/appeal`, { text: 'it was my cat' })
  await waitFor(() => staff.read().all[0]?.appeal?.text === 'it was my cat')
  await ana.ask('DELETE', `/rooms/${room}/sanctions/${id}`)
  await waitFor(() => [staff, mine].every((list) => list.read().all.length === 0))
})

test('[RCT-14] a list has pages, which are read again together', async () => {
  using at = await cast()
  const { ana, room } = at
  const people = await Promise.all(Array.from({ length: 51 }, (_, n) => server.user(`User${n}`)))
  for (const who of people) await who.ask('GET', '/me')
  for (const { id } of people) {
    await ana.ask('PUT', `/rooms/${room}/members/${id}`)
    await ana.ask('POST', `/rooms/${room}/sanctions`, { kind: 'mute', user: id })
  }
  const list = watched(openSanctions(at.chat(ana), room))
  await waitFor(() => list.read().all.length === 50)
  expect(list.hasMore()).toBe(true)
  await list.loadMore()
  expect([list.read().all.length, list.hasMore()]).toEqual([51, false])
  const [latest] = list.read().all
  await ana.ask('DELETE', `/rooms/${room}/sanctions/${latest?.id}`)
  await waitFor(() => list.read().all.length === 50 && !list.hasMore())
})
