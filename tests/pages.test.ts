import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { DATABASE, run } from './support/database.ts'
import { asked } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// Lists are paged through while what they list moves, is renamed and is removed.

type Page = { readonly ids: readonly string[]; readonly next: string | null | undefined }
type Pages = (after: string | undefined) => Promise<Page>

const idOf = ({ id }: { id: string }) => id

/** A list of `GET`, and what tells its things apart. */
const listed =
  (who: Client, path: string, name: string, keyOf: (item: never) => string): Pages =>
  async (after) => {
    const sign = path.includes('?') ? '&' : '?'
    const from = after === undefined ? '' : `${sign}after=${encodeURIComponent(after)}`
    const answer = await who.ask('GET', path + from)
    return { ids: answer[name].map(keyOf), next: answer.next }
  }

/** A connection of GraphQL: `node` is what to ask of each. */
const connected =
  (who: Client, field: string, node: string, keyOf: (node: never) => string, args = ''): Pages =>
  async (after) => {
    const query = `query ($after: String) { ${field}(first: 3, after: $after ${args}) {
      nodes { ${node} } pageInfo { hasNextPage endCursor }
    } }`
    const { nodes, pageInfo } = (await asked(who, query, { after }))[field]
    return { ids: nodes.map(keyOf), next: pageInfo.hasNextPage ? pageInfo.endCursor : null }
  }

/** The same, where only the first two of each three are taken, and the cursor of the second goes on. */
const inTwos =
  (who: Client, field: string, node: string, keyOf: (node: never) => string, args = ''): Pages =>
  async (after) => {
    const query = `query ($after: String) { ${field}(first: 3, after: $after ${args}) {
      edges { cursor node { ${node} } }
    } }`
    const edges = (await asked(who, query, { after }))[field].edges.slice(0, 2)
    const ids = edges.map((edge: { node: never }) => keyOf(edge.node))
    return { ids, next: edges[1]?.cursor }
  }

/** All pages, with something that happens before each but the first. */
async function through(pages: Pages, between: (shown: readonly string[]) => Promise<unknown>) {
  const shown: string[] = []
  for (let after: string | undefined; ; ) {
    const { ids, next } = await pages(after)
    shown.push(...ids)
    if (!next) return shown
    after = next
    await between(shown)
  }
}

/** On a database server: as if everything had been done a minute ago, before any transaction under way. */
async function age(server: Parlance): Promise<void> {
  const url = server.place.PARLANCE_DATABASE_URL
  for (const change of [
    'logs set at = at - 60000',
    'events set at = at - 60000',
    'messages set created_at = created_at - 60000, last_reply_at = last_reply_at - 60000',
  ])
    await run(DATABASE, url, `update ${change}`)
}
const AGES = DATABASE === 'sqlite' ? ['new'] : ['new', 'old']

test('[LST-1] each of my rooms comes once while rooms speak: on REST, sockets, GraphQL and the management port', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const socket = await ana.socket()
  const ids: string[] = []
  for (let i = 0; i < 10; i++) ids.push((await ben.room('group', ana)).id)
  const app = server.backend()
  const ways: Pages[] = [
    listed(ana, '/rooms?limit=3', 'rooms', idOf),
    async (after) => {
      const { rooms, next } = await socket.command('rooms.list', {
        limit: 3,
        ...(after && { after }),
      })
      return { ids: rooms.map(idOf), next }
    },
    connected(ana, 'rooms', 'id', idOf),
    inTwos(ana, 'rooms', 'id', idOf),
    listed(app, `/rooms?user=${ana.id}&limit=3`, 'rooms', idOf),
  ]
  for (const how of AGES)
    for (const pages of ways) {
      if (how === 'old') await age(server)
      const order = (await ana.ask('GET', '/rooms')).rooms.map(idOf)
      let gone = ''
      const shown = await through(pages, async (soFar) => {
        const ahead = order.filter((id: string) => !soFar.includes(id))
        // The first that was shown speaks, and the last two that were not; and much in the one before.
        for (const id of [soFar[0], ahead.at(-1), ahead.at(-2)]) if (id) await ben.send(id, 'x')
        const [busy] = ahead
        if (busy) for (let i = 0; i < 9; i++) await ben.send(busy, 'and on')
        if (gone === '' && ahead.length > 2) {
          gone = ahead[1] as string
          await ben.ask('DELETE', `/rooms/${gone}/members/${ana.id}`)
        }
      })
      await ben.ask('PUT', `/rooms/${gone}/members/${ana.id}`)
      expect(shown.toSorted()).toEqual(ids.filter((id) => id !== gone).toSorted())
      // The first ones are the latest; what did not move stays in its order.
      expect(shown.slice(0, 2)).toEqual(order.slice(0, 2))
    }
})

test('[LST-1] each thread that I follow comes once while there are replies, on REST and GraphQL', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const ids: string[] = []
  for (let i = 0; i < 8; i++) {
    const { id } = await ana.send(room.id, `${i}`)
    await ben.send(room.id, 'below', { thread: id })
    ids.push(id)
  }
  const rootOf = ({ root }: { root: { id: string } }) => root.id
  const ways = [
    listed(ana, '/threads?limit=3', 'threads', rootOf),
    connected(ana, 'threads', 'root { id }', rootOf),
    inTwos(ana, 'threads', 'root { id }', rootOf),
  ]
  const follow = (id: string) => `/rooms/${room.id}/threads/${id}/follow`
  for (const how of AGES)
    for (const pages of ways) {
      if (how === 'old') await age(server)
      let gone = ''
      const shown = await through(pages, async (soFar) => {
        const ahead = ids.filter((id) => !soFar.includes(id) && id !== gone)
        for (const thread of [soFar[0], ahead.at(-1), ahead.at(-1)])
          if (thread) await ben.send(room.id, 'and more', { thread })
        if (gone === '') gone = ahead[0] as string
        await ana.ask('DELETE', follow(gone))
      })
      await ana.ask('PUT', follow(gone))
      expect(shown.toSorted()).toEqual(ids.filter((id) => id !== gone).toSorted())
    }
})

test('[LST-1] what is found by rank comes once while more is said', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const app = server.backend()
  const room = await ana.room()
  const say = (text: string, times: number) => {
    const commands = Array(times).fill({ name: 'messages.send', input: { room: room.id, text } })
    return app.ask('POST', '/batch', { mode: 'each', commands })
  }
  await say('a walnut', 150)
  await say('walnut', 40)
  const foundIn = ({ message }: { message: { id: string } }) => message.id
  const search = `/search?q=walnut&order=rank&limit=80`
  await waitFor(
    async () => (await ana.ask('GET', `${search.replace('80', '190')}`)).found.length === 190,
  )
  const all = (await ana.ask('GET', search.replace('80', '190'))).found.map(foundIn)
  const shown = await through(listed(ana, search, 'found', foundIn), () => say('walnut walnut', 30))
  expect(shown).toEqual(all)
})

test('[LST-1] lists by a fixed order have each thing once while names change and things go', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('public', ben)
  const path = `/rooms/${room.id}`
  const said = await ana.send(room.id, 'to react to')
  const guests = await Promise.all(Array.from({ length: 9 }, (_, i) => server.guest(`Guest ${i}`)))
  const publics: string[] = []
  const mentions: string[] = []
  for (const [i, guest] of guests.entries()) {
    await guest.ask('PUT', `${path}/members/me`)
    await guest.ask('PUT', `${path}/messages/${said.id}/reactions/:ok:`)
    await guest.ask('PUT', `${path}/read`, { seq: said.seq })
    publics.push((await ana.room('public')).id)
    mentions.push((await ben.send(room.id, `${i}`, { mentions: { users: [ana.id] } })).id)
  }
  const people = guests.map(({ id }) => id)
  /** Lists that say no `next`: the page after is that after the last. */
  const byLast =
    (who: Client, list: string, name: string): Pages =>
    async (after) => {
      const from = after === undefined ? '' : `&after=${after}`
      const items = (await who.ask('GET', `${list}?limit=3${from}`))[name]
      const ids = items.map(userOf)
      return { ids, next: ids.length === 3 ? ids.at(-1) : undefined }
    }
  const userOf = ({ user }: { user: { id?: string; userId?: string } }) =>
    user.id ?? user.userId ?? ''
  const messageOf = ({ message }: { message: { id: string } }) => message.id
  const inRoom =
    (field: string, node: string): Pages =>
    async (after) => {
      const ask = `${field}(first: 3, after: $after) { nodes { ${node} } pageInfo { hasNextPage endCursor } }`
      const query = `query ($after: String) { message(room: "${room.id}", id: "${said.id}") { ${ask} } }`
      const { nodes, pageInfo } = (await asked(ana, query, { after })).message[field]
      return { ids: nodes.map(userOf), next: pageInfo.hasNextPage ? pageInfo.endCursor : null }
    }
  const of = `/rooms/${room.id}/messages/${said.id}`
  const lists: [Pages, readonly string[]][] = [
    [byLast(ana, `${path}/members`, 'members'), people],
    [byLast(app, `${path}/members`, 'members'), people],
    [byLast(ana, `${of}/seen`, 'seen'), people],
    [listed(ana, `${of}/reactions?limit=3`, 'reactions', userOf), people],
    [listed(app, '/users?limit=3', 'users', idOf), people],
    [inRoom('seenBy', 'user { userId }'), people],
    [inRoom('reactors', 'user { userId }'), people],
    [connected(ana, 'members', 'user { userId }', userOf, `room: "${room.id}"`), people],
    [listed(ana, '/rooms?type=public&limit=3', 'rooms', idOf), publics],
    [connected(ana, 'rooms', 'id', idOf, 'type: public'), publics],
    [listed(app, '/rooms?limit=3', 'rooms', idOf), publics],
    [listed(ana, '/mentions?limit=3', 'mentions', messageOf), mentions],
    [inTwos(ana, 'mentions', 'message { id }', messageOf), mentions],
    [inTwos(ana, 'members', 'user { userId }', userOf, `room: "${room.id}"`), people],
    [connected(ana, 'mentions', 'message { id }', messageOf), mentions],
  ]
  for (const [pages, there] of lists) {
    let isBack = false
    const shown = await through(pages, async (soFar) => {
      const first = soFar.find((id) => there.includes(id))
      const ahead = there.filter((id) => !soFar.includes(id))
      await guests.find(({ id }) => id === first)?.ask('PATCH', '/me', { name: 'Aaa' })
      await guests.find(({ id }) => id === ahead.at(-1))?.ask('PATCH', '/me', { name: 'Zzz' })
      if (there === publics) for (const id of [first, ahead.at(-1)]) if (id) await ana.send(id, 'x')
      if (there === mentions && first) await ana.ask('PUT', `${path}/pins/${first}`)
      if (isBack || there !== people || !first) return
      isBack = true
      await goAndComeBack(first)
    })
    expect(shown.filter((id) => there.includes(id)).toSorted()).toEqual(there.toSorted())
  }

  /** Somebody who was shown leaves, and is back. */
  async function goAndComeBack(id: string): Promise<void> {
    const who = guests.find((guest) => guest.id === id)
    await who?.ask('DELETE', `${path}/members/me`)
    await who?.ask('PUT', `${path}/members/me`)
  }
})
