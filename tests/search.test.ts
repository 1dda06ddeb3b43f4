import { expect, test } from 'bun:test'
import type { Message, SearchHit } from '../protocol/entities.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import { numberOf, tokenOf } from '../server/store/search/tokens.ts'
import { Client } from './support/client.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

type Page = { found: SearchHit[]; next?: string }

const search = (who: Client, q: string, more = ''): Promise<Page> =>
  who.ask('GET', `/search?q=${encodeURIComponent(q)}${more}`)
const texts = async (who: Client, q: string, more = ''): Promise<string[]> =>
  (await search(who, q, more)).found.map(({ message }) => message.text)
/** What is said can be found a moment later. */
const finds = (who: Client, q: string, count: number): Promise<string[]> =>
  waitFor(async () => {
    const found = await texts(who, q, '&limit=200')
    return found.length === count && found
  })
const path = ({ room, id }: Message) => `/rooms/${room}/messages/${id}`

/** Ana and Ben in a room; `says` waits until the last of it can be found. */
async function talk() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const says = async (...lines: string[]): Promise<Message[]> => {
    const said: Message[] = []
    for (const line of lines) said.push(await ana.send(room.id, line))
    await waitFor(
      async () => (await search(ana, `in:${room.id}`)).found[0]?.message.text === lines.at(-1),
    )
    return said
  }
  return {
    server,
    ana,
    ben,
    room,
    says,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[SEA-1] a message is found by its words: all of them, in any order, those in quotes in that order', async () => {
  await using at = await talk()
  await at.says(
    'The quick brown fox',
    'jumps over the lazy dog, don’t ask',
    'see docs.example.org/a_b',
  )
  expect(await texts(at.ben, 'quick')).toEqual(['The quick brown fox'])
  expect(await texts(at.ben, 'fox the')).toEqual(['The quick brown fox'])
  expect(await texts(at.ben, 'fox dog')).toEqual([])
  expect(await texts(at.ben, '"brown fox"')).toEqual(['The quick brown fox'])
  expect(await texts(at.ben, '"fox brown"')).toEqual([])
  expect(await texts(at.ben, '"quick fox"')).toEqual([])
  expect(await texts(at.ben, 'qui')).toEqual([])
  // What is written without a space is looked for as it stands.
  expect(await texts(at.ben, "don't")).toHaveLength(1)
  expect(await texts(at.ben, 'example.org')).toHaveLength(1)
  expect(await texts(at.ben, 'org.example')).toEqual([])
  // No language has words that do not count.
  for (const word of ['the', 'over', 'see', 'a', 't'])
    expect(await texts(at.ben, word)).not.toEqual([])
  const socket = await at.ben.socket()
  const { found } = await socket.command('messages.search', { q: 'lazy' })
  expect(found).toMatchObject([{ message: { text: 'jumps over the lazy dog, don’t ask' } }])
})

test('[SEA-2] case, accents and width do not matter, and no script needs spaces', async () => {
  await using at = await talk()
  const lines = [
    'Crème brûlée at the CAFÉ',
    'Straße nach Łódź',
    'Ёлка и подъезд',
    'ΟΔΟΣ Ελλάδα',
    '私は東京都に住んでいます',
    'ｶﾀｶﾅ と ＡＢＣ',
    '안녕하세요 세계',
    '今天我们学习中文',
    'สวัสดีครับ',
    'مُحَمَّد',
    'done 🎉',
  ]
  await at.says(...lines)
  const queries: readonly (readonly [string, number])[] = [
    ['creme BRULEE', 0],
    ['cafe\u0301', 0],
    ['STRASSE lodz', 1],
    ['елка', 2],
    ['οδός', 3],
    ['東京', 4],
    ['東京都に', 4],
    ['京', 4],
    ['"東京都" 住んで', 4],
    ['カタカナ', 5],
    ['abc', 5],
    ['안녕', 6],
    ['세계', 6],
    ['中文', 7],
    ['学习中文', 7],
    ['文', 7],
    ['สวัสดี', 8],
    ['محمد', 9],
    ['🎉', 10],
  ]
  for (const [q, line] of queries)
    expect([q, await texts(at.ben, q)]).toEqual([q, [lines[line] ?? '']])
  for (const q of ['東都', '中学', '京東']) expect([q, await texts(at.ben, q)]).toEqual([q, []])
})

/** Each of these finds this line alone. */
async function findsOnly(
  { ben }: Awaited<ReturnType<typeof talk>>,
  lines: readonly string[],
  queries: readonly (readonly [string, number])[],
) {
  for (const [q, line] of queries)
    expect([q, await texts(ben, q)]).toEqual([q, [lines[line] ?? '']])
}

test('[SEA-11] forms of a letter or digit that look or mean the same are the same, and what is not shown does not count', async () => {
  await using at = await talk()
  const lines = [
    '안녕하세요 세계'.normalize('NFD'),
    'Zu\u00adsam\u00admen\u2060hang \u202bright\u202c\u200f',
    'می\u200cخواهم كتاب',
    '𝓟𝓪𝓻𝓵𝓪𝓷𝓬𝓮 ⓕⓤⓝ ｆｕｌｌ',
    'room ٤٢ or ३७ or １９',
    'DIYARBAKIR ılık',
    'GROẞ und ﬁn',
    'пʼять',
    'トヨタ㍿',
    'ภาษา\u200bไทย',
  ]
  await at.says(...lines)
  await findsOnly(at, lines, [
    ['안녕', 0],
    ['세계'.normalize('NFD'), 0],
    ['zusammenhang', 1],
    ['zusammen\u00adhang', 1],
    ['right', 1],
    ['میخواهم', 2],
    // From a Persian keyboard; and the Arabic one's letter for it.
    ['کتاب', 2],
    ['مي\u200cخواهم', 2],
    ['parlance', 3],
    ['fun', 3],
    ['full', 3],
    ['42', 4],
    ['37', 4],
    ['۱۹', 4],
    ['diyarbakır', 5],
    ['ilik', 5],
    ['gross', 6],
    ['FIN', 6],
    ["п'ять", 7],
    ['п’ять', 7],
    ['トヨタ株式会社', 8],
    ['ภาษาไทย', 9],
  ])
  for (const q of ['안세', '24', 'ثاب', 'zusammen'])
    expect([q, await texts(at.ben, q)]).toEqual([q, []])
  const marked = async (q: string) =>
    (await search(at.ben, q)).found[0]?.fragments.filter(({ found }) => found).map((f) => f.text)
  expect(await marked('하세')).toEqual(['하세'.normalize('NFD')])
  expect(await marked('zusammenhang')).toEqual(['Zu\u00adsam\u00admen\u2060hang'])
  expect(await marked('fun parlance')).toEqual(['𝓟𝓪𝓻𝓵𝓪𝓷𝓬𝓮', 'ⓕⓤⓝ'])
  expect(await marked('gross')).toEqual(['GROẞ'])
  expect(await marked('株式')).toEqual(['㍿'])
  expect(await marked('19')).toEqual(['１９'])
})

test('[SEA-12] emoji and flags are found, however their skin and their platform show them', async () => {
  await using at = await talk()
  const lines = [
    'to 🇩🇪🇫🇷 we go',
    'back in 🇪🇩',
    'up 👍🏽',
    'love ❤️',
    'family 👩‍👩‍👧',
    'wave 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'press 1️⃣ or #️⃣',
    'Parlance™',
  ]
  await at.says(...lines)
  await findsOnly(at, lines, [
    ['🇩🇪', 0],
    ['🇫🇷', 0],
    ['🇪🇩', 1],
    ['👍', 2],
    ['👍🏿', 2],
    ['❤', 3],
    ['❤️', 3],
    ['👩‍👩‍👧', 4],
    ['👧', 4],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 5],
    ['1️⃣', 6],
    ['#️⃣', 6],
    ['parlance', 7],
    ['™', 7],
  ])
  for (const q of ['🇪🇫', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩‍👧‍👧']) expect([q, await texts(at.ben, q)]).toEqual([q, []])
  const [{ fragments }] = (await search(at.ben, '👧')).found as [SearchHit]
  expect(fragments).toEqual([
    { text: 'family ', found: false },
    { text: '👩‍👩‍👧', found: true },
  ])
})

test('[SEA-13] a plus, a number sign or a full stop of a word that is asked for must be there', async () => {
  await using at = await talk()
  const lines = [
    'I write C++, mostly.',
    'They write C#.',
    'Music in c sharp.',
    'we use node.js',
    'a node, js and more',
    'pi is 3.14',
    'from 3 to 14',
    'on .NET today',
    'caught in the net.',
    'Ｆ＃ is C♯ for others',
    'www.example.org/a',
  ]
  await at.says(...lines)
  const found = async (q: string) =>
    (await texts(at.ben, q)).map((text) => lines.indexOf(text)).toSorted((a, b) => a - b)
  const queries: readonly (readonly [string, readonly number[]])[] = [
    ['C++', [0]],
    ['c++.', [0]],
    ['"write C++"', [0]],
    ['C#', [1, 9]],
    ['f#', [9]],
    ['C+', []],
    // Who leaves it out finds both.
    ['C', [0, 1, 2, 9]],
    ['"write c"', [0, 1]],
    ['node.js', [3]],
    ['Node.js.', [3]],
    ['node', [3, 4]],
    ['"node js"', [3, 4]],
    ['3.14', [5]],
    ['14', [5, 6]],
    ['.net', [7]],
    ['net', [7, 8]],
    ['net.', [7, 8]],
    ['...net', [7, 8]],
    ['example.org', [10]],
    ['mostly', [0]],
  ]
  for (const [q, expected] of queries) expect([q, await found(q)]).toEqual([q, [...expected]])
  const marked = async (q: string) =>
    (await search(at.ben, q)).found[0]?.fragments.filter((each) => each.found).map((f) => f.text)
  expect(await marked('c++')).toEqual(['C++'])
  expect(await marked('f#')).toEqual(['Ｆ＃'])
  expect(await marked('.net')).toEqual(['.NET'])
  expect(await marked('node.js')).toEqual(['node.js'])
})

test('[SEA-3] from:, in:, before: and after: narrow, with words and without', async () => {
  await using at = await talk()
  const other = await at.ana.room('group', at.ben)
  await at.ana.send(at.room.id, 'apples')
  await at.ben.send(at.room.id, 'apples and pears')
  await at.ana.send(other.id, 'apples elsewhere')
  await finds(at.ana, 'apples', 3)
  expect(await texts(at.ana, `apples from:${at.ben.id}`)).toEqual(['apples and pears'])
  expect(await texts(at.ana, `from:${at.ana.id}`)).toEqual(['apples elsewhere', 'apples'])
  expect(await texts(at.ana, `in:${other.id}`)).toEqual(['apples elsewhere'])
  expect(await texts(at.ana, `in:${at.room.id} apples`)).toEqual(['apples and pears', 'apples'])
  const [{ message: last }] = (await search(at.ana, 'apples')).found as [SearchHit]
  const minutesOn = (minutes: number) =>
    new Date(Date.parse(last.createdAt) + minutes * 60_000).toISOString()
  expect(await texts(at.ana, `apples before:${minutesOn(1)}`)).toHaveLength(3)
  expect(await texts(at.ana, `apples before:${minutesOn(-60)}`)).toEqual([])
  // Others may have been said within its millisecond.
  expect((await texts(at.ana, `apples after:${last.createdAt}`))[0]).toBe(last.text)
  expect(await texts(at.ana, `apples before:${last.createdAt}`)).not.toContain(last.text)
  expect(await texts(at.ana, `after:${minutesOn(-60 * 24 * 2).slice(0, 10)}`)).toHaveLength(3)
  expect(await texts(at.ana, 'after:9999-01-01')).toEqual([])
  // What is none, or cannot be one, is words.
  await at.ana.send(other.id, 'ratio:3 before:tea in:vain')
  await finds(at.ana, 'ratio', 1)
  for (const q of ['ratio:3', 'before:tea', 'in:vain', 'BEFORE:tea'])
    expect([q, await texts(at.ana, q)]).toEqual([q, ['ratio:3 before:tea in:vain']])
})

/** Operators, quotes and wildcards of FTS5, of tsquery and of MariaDB's boolean mode, and the like. */
const NASTY = [
  ...[
    '"',
    '""',
    '" "',
    '(((',
    ')',
    'NEAR(',
    'NEAR(a b)',
    '*',
    'a*',
    '"a*',
    '^a',
    '-',
    '-a',
    '+',
    '+-a',
    '++',
    '~a',
  ],
  ...[
    'a AND',
    'OR',
    'NOT a',
    'a OR b',
    'body:a',
    'rowid:1',
    ':',
    'a:*',
    '&',
    '|',
    '!',
    'a & | b',
    '!!a',
    '<->',
    'a <-> b',
    '<0>',
  ],
  ...[
    '@',
    'a @4',
    '>a <b',
    "'",
    "''",
    "a'b",
    '\\',
    '\\\\"',
    '%',
    '_',
    '% _',
    ';',
    '--',
    '/*',
    '`',
    '$1',
    '?',
    '{}',
    '[]',
    ',',
  ],
  ...[
    "'; drop table search; --",
    'from:',
    'in:',
    'before:',
    'after:2026-99-99',
    'from:"a b"',
    'in:room_x',
  ],
  ...[
    '\u202e',
    '\ufeff',
    '\u200d',
    '👩‍👩‍👧‍👦',
    '½',
    'ﷺ',
    '\u0301',
    'a\u0301\u0301',
    '\n\t',
    '(',
    'ー',
    '゛',
  ],
  ...[
    '('.repeat(200),
    '"a'.repeat(100),
    'a '.repeat(100),
    '中'.repeat(200),
    'é'.repeat(200),
    'x'.repeat(200),
  ],
]

test('[SEA-4] whatever is asked is answered, and nothing of it is syntax', async () => {
  await using at = await talk()
  await at.says('plain words', 'and or not near select')
  const socket = await at.ben.socket()
  for (const q of NASTY)
    for (const order of ['date', 'rank'] as const) {
      const answer = await at.ben.call('GET', `/search?q=${encodeURIComponent(q)}&order=${order}`)
      expect([q, answer.status, answer.body.found]).toEqual([q, 200, expect.any(Array)])
      expect((await socket.command('messages.search', { q, order })).found).toEqual(
        answer.body.found,
      )
    }
  for (const q of ['AND', 'or', 'NOT', 'near', 'select'])
    expect([q, await texts(at.ben, q)]).toEqual([q, ['and or not near select']])
  expect(await texts(at.ben, 'plain -words')).toEqual(['plain words'])
  const refused = async (query: string) => (await at.ben.call('GET', `/search?${query}`)).body.code
  expect(await refused('q=')).toBe('invalid_input')
  expect(await refused(`q=${'x'.repeat(201)}`)).toBe('invalid_input')
  expect(await refused('q=plain&after=nonsense')).toBe('invalid_input')
  expect(await refused('q=plain&order=size')).toBe('invalid_input')
})

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
  expect(await index.seqs('shown', at.room.id)).toEqual([])
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

test('[SEA-7] the newest first, or those first that speak of it most', async () => {
  await using at = await talk()
  await at.says(
    'tea',
    'tea tea tea',
    'I had some tea with a very long story about the weather, the road, the dog and the neighbours',
    'no coffee',
    'more tea',
  )
  expect(await texts(at.ben, 'tea')).toEqual([
    'more tea',
    'I had some tea with a very long story about the weather, the road, the dog and the neighbours',
    'tea tea tea',
    'tea',
  ])
  expect(await texts(at.ben, 'tea', '&order=rank')).toEqual([
    'tea tea tea',
    'tea',
    'more tea',
    'I had some tea with a very long story about the weather, the road, the dog and the neighbours',
  ])
})

test('[SEA-8] pages hold each find once, while more is said', async () => {
  await using at = await talk()
  const lines = Array.from({ length: 11 }, (_, i) => `page ${'word '.repeat(i % 4)}${i}`)
  await at.says(...lines)
  for (const order of ['date', 'rank']) {
    const seen: string[] = []
    let next: string | undefined
    do {
      const after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`
      const found = await search(at.ben, 'page', `&order=${order}&limit=3${after}`)
      expect(found.found.length).toBeLessThanOrEqual(3)
      seen.push(...found.found.map(({ message }) => message.text))
      next = found.next
      if (seen.length === 3) await at.says(`page of ${order}, said meanwhile`)
    } while (next !== undefined)
    const old = seen.filter((text) => lines.includes(text))
    expect(old.toSorted()).toEqual(lines.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
    if (order === 'date') expect(old).toEqual(lines.toReversed())
  }
})

test('[SEA-8] whoever is in many rooms finds the newest of all of them', async () => {
  await using at = await talk()
  const lines: string[] = []
  for (let i = 0; i < 70; i++) {
    const room = await at.ben.room()
    lines.push(`${i % 7 === 0 ? 'seventh' : 'other'} ${i}`)
    await at.ben.send(room.id, lines.at(-1) ?? '')
  }
  await at.says('seventh of Ana')
  const expected = [
    'seventh of Ana',
    ...lines.filter((line) => line.startsWith('seventh')).reverse(),
  ]
  expect(await finds(at.ben, 'seventh', 11)).toEqual(expected)
  expect(await texts(at.ben, 'seventh', '&limit=4')).toEqual(expected.slice(0, 4))
  expect(await texts(at.ana, 'seventh')).toEqual(['seventh of Ana'])
})

test('[SEA-9] fragments show the text around what was found first, and mark what was found', async () => {
  await using at = await talk()
  const before = 'Much was said before it, and none of it matters to whoever looks for it. '
  const after =
    ' And more was said after that, at a length that nobody wants to see in a list of finds.'
  await at.says(
    'Ein CAFÉ in 東京都心',
    `${before}The needle, a needle!${after}${after}`,
    '👍🏽'.repeat(100),
    `xy${'👩‍👩‍👧'.repeat(40)}`,
    `xy${'각'.normalize('NFD').repeat(90)}`,
  )
  const pieces = async (q: string) => (await search(at.ben, q)).found[0]?.fragments
  expect(await pieces('cafe 東京都')).toEqual([
    { text: 'Ein ', found: false },
    { text: 'CAFÉ', found: true },
    { text: ' in ', found: false },
    { text: '東京都', found: true },
    { text: '心', found: false },
  ])
  const found = (await pieces('needle')) ?? []
  expect(found.filter((piece) => piece.found).map(({ text }) => text)).toEqual(['needle', 'needle'])
  expect([found[0]?.text, found.at(-1)?.text]).toEqual(['…', '…'])
  const shown = found.map(({ text }) => text).join('')
  expect(`${before}The needle, a needle!${after}${after}`).toContain(shown.slice(1, -1))
  expect(shown.length).toBeLessThan(200)
  expect(await pieces(`from:${at.ana.id} after:2020-01-01`)).toMatchObject([
    { found: false },
    { text: '…' },
  ])
  expect(JSON.stringify(await pieces('👍'))).not.toMatch(/\\ud[89a-f]/i)
  const joined = async (q: string) => (await pieces(q))?.map(({ text }) => text).join('')
  expect(await joined('👧')).toMatch(/^xy(?:👩‍👩‍👧)+…$/)
  expect(await joined('각')).toMatch(/^xy(?:\u1100\u1161\u11a8)+…$/)
})

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
