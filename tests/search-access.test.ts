import { expect, test } from 'bun:test'
import type { Message } from '../protocol/entities.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { numberOf, tokenOf } from '../server/store/search/tokens.ts'
import { Client } from './support/client.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { finds, search, talk, texts } from './support/search.ts'
import { waitFor } from './support/wait.ts'

const path = ({ room, id }: Message) => `/rooms/${room}/messages/${id}`

test('[SEA-5] only what the caller may see is found', async () => {
  await using at = await talk()
  const { server, ana, ben } = at
  const [cleo, eve] = [await server.user('Cleo'), await server.user('Eve')]
  for (const each of [cleo, eve]) await each.ask('GET', '/me')
  const sinceJoined = await ana.ask('POST', '/rooms', {
    type: 'group',
    name: 'Only what comes',
    history: 'joined',
    members: [ben.id],
  })
  const dm = await ana.ask('POST', '/rooms', { type: 'dm', members: [ben.id] })
  await ana.send(at.room.id, 'secret of the group')
  await ana.send(dm.id, 'secret of two')
  await ana.send(sinceJoined.id, 'secret before her time')
  await ana.ask('PUT', `/rooms/${sinceJoined.id}/members/${cleo.id}`)
  await ana.send(sinceJoined.id, 'secret of her time')
  expect(await finds(ben, 'secret', 4)).toContain('secret of two')
  for (const more of ['', '&order=rank', '&limit=1']) {
    expect(await texts(cleo, 'secret', more)).toEqual(['secret of her time'])
    expect(await texts(eve, 'secret', more)).toEqual([])
  }
  expect(await texts(eve, `in:${at.room.id}`)).toEqual([])
  expect(await texts(eve, `in:${dm.id} secret`)).toEqual([])
  expect(await texts(eve, `from:${ana.id}`)).toEqual([])
  expect(await texts(cleo, 'before:2100-01-01')).toEqual(['secret of her time'])

  await ana.ask('PUT', `/rooms/${at.room.id}/members/${cleo.id}`)
  expect(await texts(cleo, 'secret')).toContain('secret of the group')
  await cleo.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  expect(await texts(cleo, 'secret')).toEqual(['secret of her time'])
})

test('[SEA-6] what was deleted is not found, what was edited as it now is, what came back again', async () => {
  await using at = await talk()
  const [said] = (await at.says('alpha beta')) as [Message]
  await at.ana.ask('PATCH', path(said), { text: 'gamma delta' })
  expect(await texts(at.ben, 'alpha')).toEqual([])
  expect(await texts(at.ben, 'gamma')).toEqual(['gamma delta'])
  await at.ana.ask('DELETE', path(said))
  expect(await texts(at.ben, 'gamma')).toEqual([])
  expect(await texts(at.ben, `in:${at.room.id}`)).toEqual([])
  await at.ana.ask('POST', `${path(said)}/restore`)
  expect(await texts(at.ben, 'gamma')).toEqual(['gamma delta'])
  // What is changed before anybody came to it is not found as it was, either.
  const quick = await at.ana.send(at.room.id, 'epsilon')
  await at.ana.ask('PATCH', path(quick), { text: 'zeta' })
  const gone = await at.ana.send(at.room.id, 'eta')
  await at.ana.ask('DELETE', path(gone))
  await at.says('last')
  expect([await texts(at.ben, 'epsilon'), await texts(at.ben, 'eta')]).toEqual([[], []])
  expect(await texts(at.ben, 'zeta')).toEqual(['zeta'])
})

test('[SEA-6] replies in threads are found like anything else', async () => {
  await using at = await talk()
  const root = await at.ana.send(at.room.id, 'root')
  await at.ben.send(at.room.id, 'leaf', { thread: root.id })
  await finds(at.ana, 'leaf', 1)
  const { found } = await search(at.ana, 'leaf')
  expect(found).toMatchObject([{ message: { text: 'leaf', thread: root.id } }])
})

test('[ERA-1] of what was deleted the index knows nothing any more', async () => {
  await using at = await talk()
  const [first, second] = (await at.says('hidden one', 'hidden two')) as [Message, Message]
  await using index = await indexOf(at.server)
  const known = () => index.seqs('hidden', at.room.id)
  expect(await known()).toEqual([second.seq, first.seq])
  await at.ana.ask('DELETE', path(first))
  expect(await known()).toEqual([second.seq])
  await at.ana.ask('PATCH', path(second), { text: 'shown' })
  expect(await known()).toEqual([])
  expect(await index.seqs('shown', at.room.id)).toEqual([second.seq])
  await at.ana.ask('DELETE', `/rooms/${at.room.id}`)
  await waitFor(async () => (await index.seqs('shown', at.room.id)).length === 0)
})

/** What the index itself would say, whatever became of the messages. */
async function indexOf({ place }: Parlance) {
  const database = await openDatabase({
    data: place.PARLANCE_DATA,
    databaseUrl: place.PARLANCE_DATABASE_URL,
  })
  const asked = {
    sender: undefined,
    since: 0,
    until: 3e12,
    after: undefined,
    limit: 100,
    maxMessages: async () => 100,
  }
  return {
    seqs: async (word: string, room: string) => {
      const rooms = [{ room: numberOf(room as Message['room']), from: 1 }]
      const { entries } = await database.read((session) =>
        session.search.find({ ...asked, rows: [[tokenOf(word)]], rooms }),
      )
      return entries.map(({ seq }) => seq)
    },
    [Symbol.asyncDispose]: () => database.close(),
  }
}

test('[SEA-10] what was just sent is found at once', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const [room, other] = [await ana.room(), await ana.room()]
  const socket = await ana.socket()
  for (let i = 0; i < 20; i++) {
    await ana.send(i % 2 === 0 ? room.id : other.id, `word${i}`)
    expect(await texts(ana, `word${i}`)).toEqual([`word${i}`])
    await socket.command('messages.send', { room: room.id, text: `term${i}` })
    const { found } = await socket.command('messages.search', { q: `term${i}` })
    expect(found).toHaveLength(1)
  }
  // A hundred at the same time, and whoever looks for the last of them.
  await Promise.all(Array.from({ length: 100 }, (_, i) => ana.send(room.id, `many ${i}`)))
  expect(await texts(ana, 'many', '&limit=200')).toHaveLength(100)
})

test('[SEA-10] what a killed server did not come to can be found once it is back', async () => {
  await using server = await ownProcess()
  await server.start()
  const ana = new Client(server.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
  const room = await ana.room()
  await Promise.all(Array.from({ length: 150 }, (_, i) => ana.send(room.id, `survivor ${i}`)))
  await server.kill()
  await server.start()
  await finds(ana, 'survivor', 150)
})
