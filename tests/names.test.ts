import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { graphql } from './support/graphql.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Quick, quickRoom } from './support/quick.ts'

let server: Parlance
let ana: Client
beforeAll(async () => {
  // Guests and quick rooms are made by the dozen.
  server = await parlance({ PARLANCE_ADDRESS_PER_SECOND: '1000' })
  ana = await server.user('Ana')
})
afterAll(() => server[Symbol.asyncDispose]())

const NAMELESS = {
  'zero width space': '\u200b',
  'Hangul filler': '\u3164',
  'empty Braille': '\u2800',
  tags: '\u{e0061}\u{e007f}',
  'a lone accent': '\u0301',
  'a joiner': '\u200d',
  'a byte order mark': '\ufeff',
  'a selector': '\ufe0f',
  'soft hyphens': '\u00ad \u00ad',
  'empty music': '\u{1d159}',
}
const PILE = `A${'\u0301'.repeat(79)}`

/** Every place that takes a name: how it is called then, or the code of the refusal. */
const PLACES: Record<string, (name: string) => Promise<string>> = {
  'a guest': async (name) => {
    const body = JSON.stringify({ name })
    const made = await fetch(`${server.url}/api/v1/guests`, { method: 'POST', body })
    const { user, code } = await made.json()
    return user?.name ?? code
  },
  'a guest, by socket': async (name) => {
    const socket = await (await server.guest('Gus')).socket()
    const said = await socket.command('me.update', { name })
    socket.close()
    return said.name ?? said
  },
  'a room, by GraphQL': async (name) => {
    const query =
      'mutation ($name: String!) { createRoom(input: {type: group, name: $name}) { name } }'
    const { data, code } = await graphql(ana, query, { name })
    return data?.createRoom?.name ?? code
  },
  'a room, by another name': async (name) => {
    const { body } = await ana.call('PATCH', `/rooms/${(await ana.room()).id}`, { name })
    return body.name ?? body.code
  },
  'a quick room': async (name) => {
    const made = await fetch(`${server.url}/chat?${new URLSearchParams({ name })}`, {
      method: 'POST',
    })
    const body = await made.json()
    return body.name ?? body.code
  },
  'a user of the app’s': async (name) => {
    const id = crypto.randomUUID()
    const { body } = await server.backend().call('POST', '/users', { id, name })
    return body.name ?? body.code
  },
  'a room of the app’s': async (name) => {
    const { body } = await server.backend().call('POST', '/rooms', { type: 'public', name })
    return body.name ?? body.code
  },
  'a key': async (name) => {
    const { body } = await server.backend().call('POST', '/keys', { name, scopes: ['users:read'] })
    return body.name ?? body.code
  },
}

for (const [place, take] of Object.entries(PLACES))
  test(`[TXT-1] [TXT-2] the name of ${place} has something to be seen, and hides nothing`, async () => {
    for (const [what, name] of Object.entries(NAMELESS))
      expect([what, await take(name)]).toEqual([what, 'invalid_input'])
    expect(await take('\u0301A\u200bna\u3164\u2800 \u00adB\ufe0f')).toBe('Ana B')
    expect(await take(PILE)).toBe('invalid_input')
    expect(await take('A\u0301\u0302\u0303\u0304\u0305')).toBe('\u00c1\u0302\u0303\u0304\u0305')
  })

test('[TXT-1] a name in a quick room hides nothing either', async () => {
  const room = await quickRoom(server.url)
  const john = await Quick.join(server.url, { name: 'Jo\u200bhn', room })
  expect(john.lines[0]?.participant).toBe('John')
  john.close()
})

test('[TXT-1] a topic and a status hide nothing, and one of nothing is none', async () => {
  const path = `/rooms/${(await ana.room()).id}`
  const status = async (status: string) =>
    (await ana.call('PUT', '/me/presence', { state: 'online', status })).body
  for (const line of Object.values(NAMELESS)) {
    expect((await ana.ask('PATCH', path, { topic: `x\u200b${line}` })).topic).toStartWith('x')
    expect((await ana.ask('PATCH', path, { topic: line })).topic).toBeUndefined()
    expect((await status(line)).status).toBeUndefined()
  }
  expect((await ana.call('PATCH', path, { topic: PILE })).body.code).toBe('invalid_input')
  expect((await status(PILE)).code).toBe('invalid_input')
  expect((await status('away\u200b')).status).toBe('away')
})

/** With marks, joiners, selectors and stacks where their languages want them. */
const REAL = [
  'José Ángel',
  'Nguyễn Thị Ánh',
  'Nguyễn Thị Ánh'.normalize('NFD'),
  'Dvořák',
  'אַבְרָהָם בֶּן־שָׁלוֹם',
  'ณัฐวุฒิ ปิ่นทอง',
  'བསྟན་འཛིན་རྒྱ་མཚོ',
  'ཧཱུྃ',
  'مهدی‌پور',
  'مُحَمَّد',
  'क्‍षितिज',
  'ශ්‍රීමාලි',
  'അനില്‍ കുമാര്‍',
  '葛\u{e0100}城',
  '김민준',
  '김민준'.normalize('NFD'),
  'ក្រុង ភ្នំពេញ',
  'ᠮᠣᠩᠭᠣᠯ',
  'O’Neil-Ó Súilleabháin',
  'C++ & 🏳️‍🌈 👩🏽‍🚀 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️ ❤',
  '°',
  '\uf8ff',
]

test('[TXT-3] names of all languages are kept as they are written, in NFC', async () => {
  for (const name of REAL)
    expect(
      (await server.backend().ask('POST', '/users', { id: crypto.randomUUID(), name })).name,
    ).toBe(name.normalize('NFC'))
})
