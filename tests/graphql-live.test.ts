import { expect, test } from 'bun:test'
import { CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { Client as Person } from './support/client.ts'
import { asked, Subscribed, wsClient } from './support/graphql.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

const ROOM = `subscription ($room: ID!, $after: String) {
  roomEvents(room: $room, after: $after) {
    after
    event { __typename ... on LogEntry { log seq } ... on MessageCreated { message { text } } }
  }
}`
const ALL = `subscription ($after: String) {
  events(after: $after) {
    after
    event { __typename ... on LogEntry { log seq } ... on MessageCreated { message { text } } }
  }
}`
type Heard = { after: string; event: { __typename: string; message?: { text: string } } }
const texts = (received: readonly Heard[]) =>
  received.flatMap(({ event }) => event.message?.text ?? [])

async function setUp() {
  const server = await parlance()
  const [ana, ben, eve] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Eve'),
  ]
  await eve.ask('GET', '/me')
  const room = await ana.room('group', ben)
  return { server, ana, ben, eve, room, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

test('[GQL-7] a room is received from the moment of `ready` on, and again from any word `after`, each event once', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const client = wsClient(ben)
  const live = new Subscribed(client, ROOM, { room: room.id })
  await live.ready()
  const from = live.after
  await ana.send(room.id, 'one')
  const other = await ana.room('group', ben)
  await ana.send(other.id, 'of another room')
  await ana.send(room.id, 'two')
  expect(texts(await live.hears(2))).toEqual(['one', 'two'])
  const again = new Subscribed(client, ROOM, { room: room.id, after: from })
  await again.hears(2)
  await ana.send(room.id, 'three')
  expect(texts(await again.hears(3))).toEqual(['one', 'two', 'three'])
  const [first] = again.received
  const rest = new Subscribed(client, ROOM, { room: room.id, after: first.after })
  expect(texts(await rest.hears(2))).toEqual(['two', 'three'])
  await client.dispose()
})

test('[GQL-7] what somebody claims to have received of other rooms stands in nobody else’s word', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const other = await ana.room('group', ben)
  const [hers, his] = [wsClient(ana), wsClient(ben)]
  const probe = new Subscribed(hers, ROOM, { room: room.id })
  await probe.ready()
  const after = `${probe.after},${other.id}=999`
  probe.end()
  const claims = new Subscribed(hers, ROOM, { room: room.id, after })
  await claims.ready()
  const live = new Subscribed(his, ROOM, { room: room.id })
  await live.ready()
  await ana.send(room.id, 'one')
  const [received] = await live.hears(1)
  expect(received.after).toContain(`${room.id}=`)
  expect(received.after).not.toContain(other.id)
  await hers.dispose()
  await his.dispose()
})

test('[GQL-8] membership is that of every door: eve hears nothing, and a removal is the last that is received', async () => {
  await using at = await setUp()
  const { ana, ben, eve, room } = at
  const [hers, his] = [wsClient(eve), wsClient(ben)]
  const nothing = new Subscribed(hers, ROOM, { room: room.id })
  await waitFor(() => nothing.error)
  expect(nothing.error).toMatchObject([{ extensions: { code: 'not_found' } }])
  const live = new Subscribed(his, ROOM, { room: room.id })
  const all = new Subscribed(his, ALL)
  await live.ready()
  await all.ready()
  await ana.ask('DELETE', `/rooms/${room.id}/members/${ben.id}`)
  await ana.send(room.id, 'without ben')
  await waitFor(() => live.done)
  expect(live.received.map(({ event }) => event.__typename)).toEqual(['MemberLeft'])
  const back = new Subscribed(his, ROOM, { room: room.id, after: live.received[0]?.after })
  await waitFor(() => back.error)
  const open = await ana.room('group', ben)
  await ana.send(open.id, 'the end')
  await waitFor(() => texts(all.received).includes('the end'))
  expect(texts(all.received)).toEqual(['the end'])
  await hers.dispose()
  await his.dispose()
})

test('[GQL-9] one’s own log is received by itself, and signals only where they are asked for', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const client = wsClient(ben)
  const own = new Subscribed(client, `subscription { viewerEvents { after event { __typename } } }`)
  const passing = `roomEvents(room: "${room.id}", ephemeral: SIGNALS) { after event { __typename ... on TypingStarted { user { userId } until } } }`
  const quiet = new Subscribed(client, `subscription { ${passing.replace('SIGNALS', 'false')} }`)
  const loud = new Subscribed(client, `subscription { ${passing.replace('SIGNALS', 'true')} }`)
  for (const each of [own, quiet, loud]) await each.ready()
  await asked(ana, `mutation { startTyping(input: { room: "${room.id}" }) }`)
  await ana.send(room.id, 'hi', { mentions: { users: [ben.id] } })
  await loud.hears(2)
  expect((await own.hears(1)).map(({ event }) => event.__typename)).toEqual(['MentionCreated'])
  const told = loud.received.map(({ event }) => event.__typename)
  expect(told).toContain('TypingStarted')
  expect(told).toContain('MessageCreated')
  expect((await quiet.hears(1)).map(({ event }) => event.__typename)).toEqual(['MessageCreated'])
  await client.dispose()
})

/** A server of its own, killed and started again while somebody talks. */
async function talking() {
  const server = await ownProcess()
  await server.start()
  const person = async (name: string) =>
    new Person(server.url, await token({ sub: name, name }), name)
  const [ana, ben] = [await person('Ana'), await person('Ben')]
  const room = await ana.room('group', ben)
  const said: string[] = []
  /** Says until it was received: the same clientId again is the same message. */
  const say = async (text: string) => {
    await waitFor(
      () =>
        ana.send(room.id, text, { clientId: text }).then(
          () => true,
          () => false,
        ),
      30,
    )
    said.push(text)
  }
  return { server, ana, ben, room, said, say, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

async function talkThroughRestarts(at: Awaited<ReturnType<typeof talking>>) {
  for (let n = 0; n < 5; n++) await at.say(`before-${n}`)
  const talk = (async () => {
    for (let n = 0; n < 60; n++) await at.say(`meanwhile-${n}`)
  })()
  for (let n = 0; n < 2; n++) {
    await waitFor(() => at.said.length > 15 + n * 20, 30)
    await at.server.kill()
    await at.server.start()
  }
  await talk
  for (let n = 0; n < 5; n++) await at.say(`after-${n}`)
}

test('[GQL-10] the graphql-ws client hears everything, once, through a server that is killed', async () => {
  await using at = await talking()
  const received: string[] = []
  // What it says again when it comes back by itself.
  const variables: Record<string, unknown> = { room: at.room.id }
  const client = wsClient(at.ben)
  const end = client.subscribe<{ roomEvents: Heard }>(
    { query: ROOM, variables },
    {
      next: ({ data }) => {
        variables['after'] = data?.roomEvents.after
        const { message } = data?.roomEvents.event ?? {}
        if (message) received.push(message.text)
      },
      error: (error) => received.push(`error: ${JSON.stringify(error)}`),
      complete: () => received.push('complete'),
    },
  )
  await waitFor(() => variables['after'])
  await talkThroughRestarts(at)
  await waitFor(() => received.length >= at.said.length, 30)
  expect(received).toEqual(at.said)
  end()
  await client.dispose()
}, 120_000)

test('there is a Chromium to try EventSource in', needsChromium)

test.skipIf(!CHROMIUM)(
  '[GQL-10] a browser’s EventSource, too: its Last-Event-ID is the word to come back with',
  async () => {
    await using at = await talking()
    const browser = await openBrowser()
    try {
      const context = await browser.newContext()
      await context.addCookies([
        { name: 'parlance_token', value: at.ben.token, url: at.server.url },
      ])
      const page = await context.newPage()
      await page.goto(`${at.server.url}/api/health`)
      const query = new URLSearchParams({
        query: ROOM,
        variables: JSON.stringify({ room: at.room.id }),
      })
      await page.evaluate((address) => {
        const received: string[] = []
        Object.assign(globalThis, { received, live: 0 })
        const source = new EventSource(address)
        source.addEventListener('next', ({ data }) => {
          const { event } = JSON.parse(data).data.roomEvents
          if (event.__typename === 'Ready') Object.assign(globalThis, { live: 1 })
          if (event.message) received.push(event.message.text)
        })
      }, `/graphql?${query}`)
      const inPage = (name: string): Promise<unknown> =>
        page.evaluate((word) => Reflect.get(globalThis, word), name)
      await waitFor(() => inPage('live'))
      await talkThroughRestarts(at)
      await waitFor(
        async () => ((await inPage('received')) as string[]).length >= at.said.length,
        30,
      )
      expect(await inPage('received')).toEqual(at.said)
    } finally {
      await browser.close()
    }
  },
  120_000,
)

test.skipIf(!CHROMIUM)(
  '[GQL-15] the page on the management port runs operations and subscriptions, and shows the schema',
  async () => {
    await using at = await setUp()
    await at.ana.send(at.room.id, 'hello there')
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      const wrong: string[] = []
      page.on('pageerror', (error) => wrong.push(String(error)))
      page.on('request', (request) => {
        if (!request.url().startsWith(at.server.backend().url)) wrong.push(request.url())
      })
      await page.goto(`${at.server.backend().url}/graphiql`)
      await page.fill('#token', at.ana.token)
      await page.click('#run')
      const answer = page.locator('#answer')
      await waitFor(async () => (await answer.textContent())?.includes('hello there'))
      await page.fill('#query', 'subscription { events { event { __typename } } }')
      await page.click('#run')
      await waitFor(async () => (await answer.textContent())?.includes('Ready'))
      await at.ana.send(at.room.id, 'again')
      await waitFor(async () => (await answer.textContent())?.includes('MessageCreated'))
      expect(await page.locator('#schema summary').allTextContents()).toContain('Message')
      expect(wrong).toEqual([])
    } finally {
      await browser.close()
    }
  },
  60_000,
)
