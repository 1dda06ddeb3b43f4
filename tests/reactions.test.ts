import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { asked } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room('group', ben, cleo)
  const said = await ana.send(room.id, 'cake?')
  const path = `/rooms/${room.id}/messages/${said.id}`
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    said,
    path,
    react: (who: Client, emoji: string) =>
      who.call('PUT', `${path}/reactions/${encodeURIComponent(emoji)}`),
    unreact: (who: Client, emoji: string) =>
      who.call('DELETE', `${path}/reactions/${encodeURIComponent(emoji)}`),
    reactions: async () => counts((await ana.ask('GET', path)).reactions),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Without the marks of the reader's own ones. */
const counts = (reactions?: readonly { emoji: string; count: number }[]) =>
  reactions?.map(({ emoji, count }) => ({ emoji, count }))

test('[REA-1] several per person and message are counted, in the order of first use, and received by all', async () => {
  await using at = await setUp()
  const socket = await at.cleo.socket()
  await at.react(at.ben, '👍')
  await at.react(at.ben, '🎂')
  await at.react(at.cleo, '🎂')
  const last = await at.react(at.ana, '👍')
  const counted = [
    { emoji: '👍', count: 2 },
    { emoji: '🎂', count: 2 },
  ]
  expect(counts(last.body.reactions)).toEqual(counted)
  expect(await at.reactions()).toEqual(counted)
  const received = await socket.hears(at.room.id, 4)
  expect(received.at(-1)).toMatchObject({
    type: 'reaction.added',
    message: { id: at.said.id, seq: at.said.seq },
    emoji: '👍',
    user: { id: at.ana.id },
    reactions: counted,
  })
  expect((await at.ben.ask('GET', '/rooms')).rooms[0].lastMessage.reactions).toEqual([
    { emoji: '👍', count: 2, mine: true },
    { emoji: '🎂', count: 2, mine: true },
  ])
})

test('[REA-2] the same again changes nothing; what is taken back is gone, and used again it comes last', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  for (const emoji of ['👍', '👍', '🎂']) await at.react(at.ben, emoji)
  await at.unreact(at.ben, '👍')
  await at.unreact(at.ben, '👍')
  await at.unreact(at.cleo, '🎂') // hers was never there
  await at.react(at.cleo, '👍')
  expect(await at.reactions()).toEqual([
    { emoji: '🎂', count: 1 },
    { emoji: '👍', count: 1 },
  ])
  const received = await socket.hears(at.room.id, 4)
  expect(received.map((e) => e.type)).toEqual([
    'reaction.added',
    'reaction.added',
    'reaction.removed',
    'reaction.added',
  ])
})

test('[REA-3] who reacted is listed, by emoji and user, in pages', async () => {
  await using at = await setUp()
  for (const who of [at.ana, at.ben, at.cleo])
    for (const emoji of ['a', 'b']) await at.react(who, `:${emoji}:`)
  const seen: string[] = []
  for (let after = ''; ; ) {
    const page = await at.ana.ask('GET', `${at.path}/reactions?limit=4${after}`)
    for (const { emoji, user } of page.reactions) seen.push(`${emoji} ${user.name}`)
    if (page.next === undefined) break
    after = `&after=${encodeURIComponent(page.next)}`
  }
  expect(seen).toEqual([':a: Ana', ':a: Ben', ':a: Cleo', ':b: Ana', ':b: Ben', ':b: Cleo'])
  const { reactions } = await at.ana.ask('GET', `${at.path}/reactions?emoji=:b:`)
  expect(reactions).toHaveLength(3)
})

test('[REA-4] one emoji, or a name between colons: what is more or other than that is refused', async () => {
  await using at = await setUp()
  for (const emoji of ['👩‍👩‍👧‍👦', '🏳️‍🌈', '1️⃣', ':party_parrot:', '🇩🇪'])
    expect((await at.react(at.ben, emoji)).status).toBe(200)
  for (const emoji of ['👍👍', 'x', '👍'.repeat(500), ':NO:', '<b>', ' 👍', '%00'])
    expect((await at.react(at.ben, emoji)).body).toMatchObject({ code: 'invalid_input' })
  const socket = await at.ben.socket()
  const huge = { room: at.room.id, message: at.said.id, emoji: '👍'.repeat(5000) }
  expect(await socket.command('reactions.add', huge)).toBe('invalid_input')
  expect(await at.reactions()).toHaveLength(5)
})

test('[REA-7] an emoji is one, however it is qualified, on every transport', async () => {
  await using at = await setUp()
  for (const [sent, seen] of [
    ['\u2764', '\u2764\ufe0f'],
    ['\u{1f44d}\ufe0f', '\u{1f44d}'],
    ['\u{1f3f3}\u200d\u{1f308}', '\u{1f3f3}\ufe0f\u200d\u{1f308}'],
    ['\u261d\ufe0f\u{1f3fd}', '\u261d\u{1f3fd}'],
    ['1\u20e3', '1\ufe0f\u20e3'],
    ['\u2764\ufe0e', '\u2764\ufe0f'],
  ] as const) {
    expect((await at.react(at.ana, seen)).status).toBe(200)
    expect([sent, (await at.react(at.ben, sent)).status]).toEqual([sent, 200])
    expect((await at.reactions())?.at(-1)).toEqual({ emoji: seen, count: 2 })
    const socket = await at.ana.socket()
    const input = { room: at.room.id, message: at.said.id, emoji: sent }
    expect(await socket.command('reactions.remove', input)).not.toBeString()
    socket.close()
    const query = `mutation ($input: RemoveReactionInput!) { removeReaction(input: $input) }`
    await asked(at.ben, query, { input })
    expect(await at.reactions()).toBeUndefined()
  }
})

test('[REA-5] a message takes so many kinds and no more, and so many of one person', async () => {
  await using at = await setUp()
  for (let n = 0; n < 20; n++) await at.react(at.ana, `:a${n}:`)
  expect((await at.react(at.ana, ':one_more:')).body).toMatchObject({ code: 'too_many' })
  for (let n = 0; n < 20; n++) await at.react(at.ben, `:b${n}:`)
  for (let n = 0; n < 10; n++) await at.react(at.cleo, `:c${n}:`)
  expect((await at.react(at.cleo, ':one_more:')).body).toMatchObject({ code: 'too_many' })
  expect((await at.react(at.cleo, ':a1:')).status).toBe(200)
})

test('[REA-6] many at once are each counted once', async () => {
  await using at = await setUp()
  const all = [at.ana, at.ben, at.cleo].flatMap((who) => [1, 2, 3].map(() => at.react(who, '👍')))
  expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]))
  expect(await at.reactions()).toEqual([{ emoji: '👍', count: 3 }])
})

test('[REA-5] the limits hold for reactions at the same moment, and each that was added is counted', async () => {
  await using at = await setUp()
  const all = [at.ana, at.ben, at.cleo].flatMap((who, w) =>
    Array.from({ length: 22 }, (_, n) => at.react(who, `:e${w}_${n}:`)),
  )
  const answers = await Promise.all(all)
  const refused = answers.filter(({ status }) => status !== 200)
  expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['too_many']))
  expect(answers.length - refused.length).toBe(50)
  const shown = (await at.reactions()) as readonly { count: number }[]
  expect(shown.map(({ count }) => count)).toEqual(Array.from({ length: 50 }, () => 1))
})

test('[REA-8] every read and answer marks the own reactions of the caller, and no event does', async () => {
  await using at = await setUp()
  const [anas, bens] = [await at.ana.socket(), await at.ben.socket()]
  const added = await at.react(at.ben, '👍')
  expect(added.body.reactions).toEqual([{ emoji: '👍', count: 1, mine: true }])
  await at.react(at.ana, '👍')
  await at.react(at.ana, '🎂')
  await at.ana.call('PUT', `/rooms/${at.room.id}/pins/${at.said.id}`)
  const edited = await at.ana.ask('PATCH', at.path, { text: 'cake today?' })
  const [of, ofBen] = [
    [
      { emoji: '👍', count: 2, mine: true },
      { emoji: '🎂', count: 1, mine: true },
    ],
    [
      { emoji: '👍', count: 2, mine: true },
      { emoji: '🎂', count: 1 },
    ],
  ]
  expect(edited.reactions).toEqual(of)
  for (const [who, mine] of [
    [at.ana, of],
    [at.ben, ofBen],
    [
      at.cleo,
      [
        { emoji: '👍', count: 2 },
        { emoji: '🎂', count: 1 },
      ],
    ],
  ] as const) {
    const { messages } = await who.ask('GET', `/rooms/${at.room.id}/messages`)
    const { messages: pinned } = await who.ask('GET', `/rooms/${at.room.id}/pins`)
    const { found } = await who.ask('GET', '/search?q=cake')
    const { rooms } = await who.ask('GET', '/rooms')
    const reads = [
      messages[0],
      pinned[0],
      found[0].message,
      rooms[0].lastMessage,
      await who.ask('GET', at.path),
    ]
    for (const read of reads) expect(read.reactions).toEqual(mine)
  }
  await at.unreact(at.ben, '👍')
  expect((await at.ben.ask('GET', at.path)).reactions).toEqual([
    { emoji: '👍', count: 1 },
    { emoji: '🎂', count: 1 },
  ])
  for (const socket of [anas, bens]) {
    const received = await socket.hears(at.room.id, 6)
    expect(received.some(({ type }) => type === 'message.updated')).toBe(true)
    expect(JSON.stringify(received)).toContain('"count":2')
    expect(JSON.stringify(received)).not.toContain('"mine"')
  }
})
