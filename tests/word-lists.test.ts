import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { flagOf } from './support/flags.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}`
  return {
    server,
    app: server.backend(),
    ana,
    ben,
    room,
    path,
    say: (who: Client, text: string, more: object = {}) =>
      who.call('POST', `${path}/messages`, { text, ...more }),
    /** A list of the room, by its owner. */
    list: (words: readonly string[], action = 'refuse') =>
      ana.ask('POST', `${path}/word-lists`, { name: 'Words', action, words }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[WLS-1] a list of the room refuses its words, to everybody but the app, at once', async () => {
  await using at = await setUp()
  expect((await at.say(at.ben, 'a badword here')).status).toBe(201)
  const list = await at.list(['badword'])
  expect(list).toMatchObject({ name: 'Words', room: at.room.id, wordCount: 1, words: ['badword'] })
  for (const who of [at.ana, at.ben]) {
    const { status, body } = await at.say(who, 'a BadWord, here')
    expect([status, body.code, Object.keys(body.fields)]).toEqual([403, 'text_refused', ['text']])
  }
  const socket = await at.ben.socket()
  const input = { room: at.room.id, text: 'badword' }
  expect(await socket.command('messages.send', input)).toBe('text_refused')
  expect((await at.say(at.ben, 'badwords are others')).status).toBe(201)
  expect((await at.app.call('POST', `${at.path}/messages`, { text: 'badword' })).status).toBe(201)
  const other = await at.ana.room('group', at.ben)
  expect((await at.ben.send(other.id, 'badword')).text).toBe('badword')
  expect(await at.ben.history(at.room.id)).toHaveLength(3)
})

test('[WLS-1] an edit is checked as a message is, and a message that was sent before stays', async () => {
  await using at = await setUp()
  const [old, fine] = [await at.say(at.ben, 'badword'), await at.say(at.ben, 'fine')]
  await at.list(['badword'])
  await at.list(['rude'], 'mask')
  const edit = (id: string, change: object) =>
    at.ben.call('PATCH', `${at.path}/messages/${id}`, change)
  expect((await edit(fine.body.id, { text: 'badword' })).body.code).toBe('text_refused')
  expect((await edit(fine.body.id, { text: 'so rude!' })).body.text).toBe('so ••••!')
  expect((await edit(old.body.id, { data: { a: 1 } })).body).toMatchObject({ text: 'badword' })
})

test('[WLS-2] a word is found whatever its case, accents, width and invisible characters, and not inside of others', async () => {
  await using at = await setUp()
  await at.list(['Schimpf', 'two words', 'pre*', '*fix', '笨蛋'])
  for (const text of [
    'SCHIMPF!',
    'schi\u00admpf',
    'schímpf',
    'ｓｃｈｉｍｐｆ',
    '"schimpf"',
    'two  WORDS',
    'two-words',
    'prefer',
    'suffix',
    '你是笨蛋吗',
  ])
    expect([text, (await at.say(at.ben, text)).body.code]).toEqual([text, 'text_refused'])
  for (const text of ['schimpfen', 'words two', 'two nice words', 'spre', 'fixed', '笨 的蛋'])
    expect([text, (await at.say(at.ben, text)).status]).toEqual([text, 201])
})

test('[WLS-3] a masked word becomes a dot for each character, for everybody and in the search', async () => {
  await using at = await setUp()
  await at.list(['rude', 'naïve', 'two words', 'heck*'], 'mask')
  const masked = {
    'so Rude, so rude': 'so ••••, so ••••',
    'e\u0301 nai\u0308ve 👨‍👩‍👧 rude👍': 'e\u0301 ••••• 👨‍👩‍👧 ••••👍',
    'two words heckler': '••• ••••• •••••••',
    rudeness: 'rudeness',
  }
  for (const [text, expected] of Object.entries(masked))
    expect((await at.say(at.ben, text)).body.text).toBe(expected)
  const history = await at.ana.history(at.room.id)
  expect(history.map(({ text }) => text)).toEqual(Object.values(masked))
  const found = await at.ana.ask('GET', '/search?q=rudeness')
  expect(found.found).toHaveLength(1)
  expect((await at.ana.ask('GET', '/search?q=heckler')).found).toEqual([])
})

test('[WLS-4] a flagged message is sent as it is, and recorded for the staff', async () => {
  await using at = await setUp()
  await at.list(['dubious'], 'flag')
  const [heard, bens] = [await at.ana.socket(), await at.ben.socket()]
  const sent = (await at.say(at.ben, 'dubious')).body
  expect(sent.text).toBe('dubious')
  expect(await flagOf(at.app, sent.id)).toEqual([['parlance', 'Flagged by Words']])
  // An edit that is flagged adds what it says now to the same report.
  await at.ben.ask('PATCH', `/rooms/${at.room.id}/messages/${sent.id}`, { text: 'dubious again' })
  const { reports } = await at.app.ask('GET', '/reports')
  expect(reports).toHaveLength(1)
  // The background job informs the staff of the room, and only them.
  await waitFor(() => heard.events.some(({ type }) => type === 'report.created'))
  expect(bens.events.some(({ type }) => type.startsWith('report'))).toBe(false)
  expect((await at.app.ask('GET', `/reports/${reports[0].id}`)).evidence.length).toBe(2)
})

test('[WLS-5] a list that would match everything is refused, and so is a pattern', async () => {
  await using at = await setUp()
  const send = (body: object) => at.ana.call('POST', `${at.path}/word-lists`, body)
  const fine = { name: 'Words', action: 'refuse', words: ['fine'] }
  for (const word of [
    '*',
    '**',
    'a',
    'a*',
    'ab*',
    '*ab',
    'a*b',
    '*abc*',
    'two words*',
    '!!',
    '👍',
    ' ',
    '笨'.repeat(21),
    'a '.repeat(21),
  ])
    expect([word, (await send({ ...fine, words: ['fine', word] })).body]).toMatchObject([
      word,
      { code: 'invalid_input', fields: { words: expect.any(String) } },
    ])
  for (const wrong of [
    { words: [] },
    { words: ['x'.repeat(101)] },
    { words: Array(5001).fill('word') },
    { action: 'delete' },
    { name: '' },
  ])
    expect((await send({ ...fine, ...wrong })).body.code).toBe('invalid_input')
  // Not an expression: what would take an engine for them seconds are five letters.
  expect((await send({ ...fine, words: ['(a+)+$', '(aa|aa)+b'] })).status).toBe(400)
  expect((await send({ ...fine, words: ['(xa+xa+)+$'] })).status).toBe(201)
  expect((await at.say(at.ben, 'a'.repeat(16_000))).status).toBe(201)
  expect((await at.say(at.ben, 'xa-xa')).body.code).toBe('text_refused')
  expect((await at.ana.ask('GET', `${at.path}/word-lists`)).wordLists).toHaveLength(1)
})

test('[WLS-5] the number of lists is limited', async () => {
  await using at = await setUp()
  for (let i = 0; i < 5; i++) await at.list(['fine'])
  const list = { name: 'Words', action: 'refuse', words: ['fine'] }
  const refused = await at.ana.call('POST', `${at.path}/word-lists`, list)
  expect([refused.status, refused.body.code]).toEqual([409, 'too_many'])
  for (let i = 0; i < 20; i++) await at.app.ask('POST', '/word-lists', list)
  expect((await at.app.call('POST', '/word-lists', list)).body.code).toBe('too_many')
})

test('[WLS-2] lists find the same words, and phrases that begin with those of other lists', async () => {
  await using at = await setUp()
  await at.app.ask('POST', '/word-lists', {
    name: 'Server',
    action: 'flag',
    words: ['two', 'ends*'],
  })
  await at.list(['two', 'two words', 'two words here', '*suffix'], 'mask')
  await at.list(['words here', 'two words'], 'flag')
  const texts = {
    'two words here': '••• ••••• ••••',
    'two words there': '••• ••••• there',
    'words here': 'words here',
    'endsuffix ends': '••••••••• ends',
  }
  const flags: Record<string, unknown> = {}
  for (const [text, expected] of Object.entries(texts)) {
    const { body } = await at.say(at.ben, text)
    expect(body.text).toBe(expected)
    flags[text] = await flagOf(at.app, body.id)
  }
  expect(flags).toMatchObject({
    'two words here': [['parlance', 'Flagged by Server, Words']],
    'two words there': [['parlance', 'Flagged by Server, Words']],
    'words here': [['parlance', 'Flagged by Words']],
    'endsuffix ends': [['parlance', 'Flagged by Server']],
  })
})

test('[WLS-5] the words of a list of the server, and of all lists of a room together, have a bound in bytes', async () => {
  await using at = await setUp()
  const path = `${at.path}/word-lists`
  const words = (count: number) => Array.from({ length: count }, (_, i) => `${i}`.padEnd(64, 'x'))
  const most = words(1024)
  const list = (of: readonly string[]) => ({ name: 'Words', action: 'refuse', words: of })
  for (const where of [{}, { room: at.room.id }]) {
    const body = { ...list([...most, 'ab']), ...where }
    const refused = await at.app.call('POST', '/word-lists', body)
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many'])
  }
  for (let i = 0; i < 2; i++) await at.app.ask('POST', '/word-lists', list(most))
  await at.list(words(512))
  const second = await at.list(words(512))
  expect((await at.ana.call('POST', path, list(['ab']))).body.code).toBe('too_many')
  const change = (of: readonly string[]) =>
    at.ana.call('PATCH', `${path}/${second.id}`, { words: of })
  expect((await change(words(513))).body.code).toBe('too_many')
  expect((await change(words(511))).status).toBe(200)
  expect((await at.ana.call('POST', path, list(['ab']))).status).toBe(201)
})

test('[WLS-6] lists of a room are for its managers, lists of the server for its staff, and the app has all', async () => {
  await using at = await setUp()
  const list = { name: 'Words', action: 'refuse', words: ['badword'] }
  const lists = `${at.path}/word-lists`
  expect((await at.ben.call('POST', lists, list)).body.code).toBe('forbidden')
  expect((await at.ana.call('POST', '/word-lists', list)).body.code).toBe('forbidden')
  const ofRoom = await at.list(['badword'])
  await at.app.ask('PATCH', `/users/${at.ana.id}`, { role: 'moderator' })
  const ofServer = await at.ana.ask('POST', '/word-lists', list)
  expect(ofServer).not.toHaveProperty('room')
  expect((await at.ana.call('GET', `/word-lists/${ofRoom.id}`)).body.code).toBe('not_found')
  expect((await at.ana.call('GET', `${lists}/${ofServer.id}`)).body.code).toBe('not_found')
  for (const { id } of [ofRoom, ofServer])
    expect((await at.app.ask('GET', `/word-lists/${id}`)).words).toEqual(['badword'])
  const { wordLists } = await at.app.ask('GET', `/word-lists?room=${at.room.id}`)
  expect(wordLists).toMatchObject([{ id: ofRoom.id, wordCount: 1 }])
  expect(wordLists[0]).not.toHaveProperty('words')
  const changed = await at.app.ask('PATCH', `/word-lists/${ofRoom.id}`, { action: 'mask' })
  expect(changed).toMatchObject({ action: 'mask', words: ['badword'] })
  await at.app.ask('DELETE', `/word-lists/${ofServer.id}`)
  expect((await at.say(at.ben, 'badword')).body.text).toBe('•••••••')
  await at.ana.ask('DELETE', `${lists}/${ofRoom.id}`)
  expect((await at.say(at.ben, 'badword')).body.text).toBe('badword')
  const { entries } = await at.app.ask('GET', '/audit')
  const acts = entries.map(({ act }: { act: string }) => act)
  for (const act of ['roomWordLists.create', 'wordLists.update', 'roomWordLists.delete'])
    expect(acts).toContain(act)
})

test('[WLS-7] a list of the server is in force on every node, and after a restart', async () => {
  const [count, bus] = DATABASE === 'sqlite' ? [1, { PARLANCE_REDIS_URL: '' }] : [3, {}]
  await using cluster = await nodes(count, bus)
  const ben = await cluster.at(0).user('Ben')
  const room = await ben.room()
  const list = { name: 'Words', action: 'refuse', words: ['badword'] }
  const say = (node: number) =>
    cluster.at(node).as(ben.token).call('POST', `/rooms/${room.id}/messages`, { text: 'badword' })
  for (let i = 0; i < count; i++) expect((await say(i)).status).toBe(201)
  const app = cluster.at(0).backend()
  const { id } = await app.ask('POST', '/word-lists', list)
  expect((await say(0)).body.code).toBe('text_refused')
  for (let i = 0; i < count; i++)
    await waitFor(async () => (await say(i)).body.code === 'text_refused')
  const { PARLANCE_DATABASE_URL } = cluster.at(0).place
  if (DATABASE !== 'sqlite') {
    await using late = await parlance({ PARLANCE_DATABASE_URL, PARLANCE_REDIS_URL: REDIS })
    const body = { text: 'badword' }
    const answer = await late.as(ben.token).call('POST', `/rooms/${room.id}/messages`, body)
    expect(answer.body.code).toBe('text_refused')
  }
  await app.ask('DELETE', `/word-lists/${id}`)
  for (let i = 0; i < count; i++) await waitFor(async () => (await say(i)).status === 201)
})
