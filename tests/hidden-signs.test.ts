import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { shadowBan } from './support/shadow.ts'
import { waitFor } from './support/wait.ts'

/** What differs between two people and two rooms although they do the same. */
const alike = (value: unknown, names: readonly string[]): unknown =>
  JSON.parse(
    names
      .reduce((text, name) => text.replaceAll(name, 'X'), JSON.stringify(value))
      .replace(/(room|msg|guest)_[0-9a-z]{26}/g, '$1')
      .replace(/"\d{4}-\d\d-\d\dT[^"]*Z"/g, '"time"')
      .replace(/"(cursor|next)":"[^"]*"/g, '"$1":"…"'),
  )

test('[HID-5] a shadow-banned user finds no sign: every answer and every event is that of a user who is not banned', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  /** The same for both. Returns all answers, all events of the user's devices, and what a reader of the room sees. */
  async function live(me: Client, isBanned: boolean) {
    const room = await ana.room('public', ben, me)
    const path = `/rooms/${room.id}/messages`
    const [one] = [await ben.send(room.id, 'one'), await ana.send(room.id, 'two')]
    const mine = await me.send(room.id, 'before')
    if (isBanned) await shadowBan(server, me)
    const devices = [await me.socket(), await me.stream()]
    const reader = await ben.socket()
    const answers: unknown[] = []
    const ask = async (method: string, of: string, body?: object) => {
      const { status, body: answer } = await me.call(method, of, body)
      answers.push([method, of, status, answer])
      return answer
    }
    const sent = await ask('POST', path, { text: 'hello', clientId: 'c1' })
    await ask('POST', path, { text: 'hello', clientId: 'c1' })
    await ask('POST', path, { text: 'to one', replyTo: one.id, mentions: { users: [ben.id] } })
    const reply = await ask('POST', path, { text: 'below', thread: one.id })
    await ask('POST', path, { text: 'below mine', thread: sent.id, inRoom: true })
    await ask('POST', path, { text: 'quote of mine', replyTo: sent.id })
    await ask('POST', path, { text: 'system', system: true })
    await ask('PATCH', `${path}/${sent.id}`, { text: 'hello!' })
    await ask('PATCH', `${path}/${mine.id}`, { text: 'before!' })
    await ask('PATCH', `${path}/${one.id}`, { text: 'not mine' })
    await ask('PUT', `${path}/${one.id}/reactions/:a:`)
    await ask('PUT', `${path}/${one.id}/reactions/:b:`)
    await ask('PUT', `${path}/${sent.id}/reactions/:a:`)
    await ask('DELETE', `${path}/${one.id}/reactions/:b:`)
    await ask('PUT', `/rooms/${room.id}/pins/${sent.id}`)
    await ask('PUT', `/rooms/${room.id}/typing`, {})
    await ask('PUT', `/rooms/${room.id}/typing`, {})
    await ask('DELETE', `${path}/${reply.id}`)
    await ask('POST', `${path}/${reply.id}/restore`)
    // Others go on in between.
    await ben.call('PUT', `${path}/${one.id}/reactions/:a:`)
    await ben.send(room.id, 'also below', { thread: one.id })
    const { seq } = await ben.send(room.id, 'the end')
    await ben.ask('PUT', `/rooms/${room.id}/read`, { seq })
    for (const of of [
      '/me',
      '/rooms',
      `/rooms/${room.id}`,
      `/rooms/${room.id}/members`,
      path,
      `${path}?thread=${one.id}`,
      `${path}/${sent.id}`,
      `/messages/${sent.id}`,
      `${path}/${sent.id}/versions`,
      `${path}/${sent.id}/seen`,
      `${path}/${sent.id}/reactions`,
      `${path}/${one.id}/reactions`,
      `/rooms/${room.id}/unread`,
      `/rooms/${room.id}/threads/${one.id}`,
      '/threads',
      '/search?q=hello',
      `/permissions/messages.send?room=${room.id}`,
      '/mentions',
    ])
      await ask('GET', of)
    await ask('GET', '/me/quotas')
    const last = await ana.send(room.id, 'after all')
    const events = []
    for (const device of devices) {
      await waitFor(() => device.events.some((e) => e.log === room.id && e.seq === last.seq))
      const typing = () => device.signals.filter(({ type }) => type.startsWith('typing.'))
      await waitFor(() => typing().length > 0)
      // The end of the typing may be late.
      events.push([device.events, typing().slice(0, 1)])
    }
    await reader.hears(room.id, 1)
    await waitFor(() => reader.events.some((e) => e.seq === last.seq))
    const names = [me.id, room.id]
    // The reader is in the room of the other user, too, where the typing may end only now.
    const signals = reader.signals.filter((signal) => JSON.stringify(signal).includes(room.id))
    const seen = JSON.stringify([reader.events, signals])
    return { answers: alike(answers, names), events: alike(events, names), seen }
  }
  const free = await live(await server.user('Xenia'), false)
  const banned = await live(await server.user('Xenia'), true)
  expect(banned.answers).toEqual(free.answers)
  expect(banned.events).toEqual(free.events)
  // Others see all of it from the one, and nothing from the other.
  for (const said of ['hello', 'to one', 'below', 'quote of mine', 'before!', ':a:', 'typing'])
    expect([said, free.seen.includes(said)]).toEqual([said, true])
  for (const said of ['hello', 'to one', 'below mine', 'quote of mine', 'before!', 'typing'])
    expect([said, banned.seen.includes(said)]).toEqual([said, false])
})

test('[HID-5] typing of a shadow-banned user reaches only their own devices', async () => {
  await using server = await parlance()
  const [ana, ben, mallory] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Mallory'),
  ]
  const room = await ana.room('group', ben, mallory)
  await shadowBan(server, mallory)
  const doors = async (who: Client) => [await who.socket(), await who.stream()]
  const [own, others] = [await doors(mallory), [...(await doors(ana)), ...(await doors(ben))]]
  const type = (who: Client) => who.ask('PUT', `/rooms/${room.id}/typing`, {})
  await type(mallory)
  for (const device of own) await waitFor(() => device.signals.length > 0)
  await type(ben)
  for (const device of others) {
    const isBen = (s: object) =>
      JSON.stringify(s).includes('typing.') && JSON.stringify(s).includes(ben.id)
    await waitFor(() => device.signals.some(isBen))
    expect(JSON.stringify(device.signals)).not.toContain(mallory.id)
  }
})

test('[HID-7] the requests and invitations of a shadow-banned user are pending for them, and reach nobody', async () => {
  await using server = await parlance({ PARLANCE_REQUESTS: 'on' })
  const [ben, mallory, nora] = [
    await server.user('Ben'),
    await server.user('Mallory'),
    await server.user('Nora'),
  ]
  for (const who of [ben, mallory, nora]) await who.ask('GET', '/me')
  await shadowBan(server, mallory)
  const found = []
  for (const who of [mallory, nora]) {
    const asked = await who.call('POST', '/requests', { user: ben.id, text: 'hello?' })
    const room = await who.ask('POST', '/rooms', { type: 'public', name: 'Come' })
    const invited = await who.call('POST', `/rooms/${room.id}/invitations`, { user: ben.id })
    const sent = await who.ask('GET', '/requests/sent')
    found.push(alike([asked.status, asked.body, invited.status, sent], [who.id, 'Mallory', 'Nora']))
  }
  const ids = (value: unknown) => JSON.stringify(value).replace(/(req|inv)_[0-9a-z]{26}/g, '$1')
  expect(ids(found[0])).toBe(ids(found[1]))
  const { requests } = await ben.ask('GET', '/requests')
  const { invitations } = await ben.ask('GET', '/invitations')
  const askers = [
    ...requests.map((r: { from: object }) => r.from),
    ...invitations.map((i: { by: object }) => i.by),
  ]
  expect(askers).toEqual([
    { id: nora.id, name: 'Nora' },
    { id: nora.id, name: 'Nora' },
  ])
})
