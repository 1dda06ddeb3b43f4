import { expect, test } from 'bun:test'
import type { SearchHit } from '../protocol/entities.ts'
import { finds, search, talk, texts } from './support/search.ts'

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
