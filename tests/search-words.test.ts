import { expect, test } from 'bun:test'
import type { SearchHit } from '../protocol/entities.ts'
import { search, talk, texts } from './support/search.ts'

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
