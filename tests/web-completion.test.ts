import { expect, test } from 'bun:test'
import { userId } from '@parlance/sdk'
import { emojiNames } from '../web/features/composer/completion/emoji-table.ts'
import { mentionsOf } from '../web/features/composer/completion/mentions.ts'
import { bestOf, wantedAt } from '../web/features/composer/completion/wanted.ts'
import { beginningOf, leftOf } from '../web/features/composer/text-length.ts'

test('[WEB-43] the text before the caret asks for a name or an emoji only at the beginning of a word', () => {
  const asked = (text: string) => {
    const wanted = wantedAt(text, text.length)
    return wanted && `${wanted.kind} ${wanted.query}`
  }
  expect(asked('@')).toBe('mention ')
  expect(asked('Hi @Ana L')).toBe('mention Ana L')
  expect(asked('(@ánnä')).toBe('mention ánnä')
  expect(asked('見て @花')).toBe('mention 花')
  expect(asked('a@b')).toBeUndefined()
  expect(asked('@ana\n')).toBeUndefined()
  expect(asked(':sm')).toBe('emoji sm')
  expect(asked(':s')).toBeUndefined()
  for (const text of ['10:30', 'a.b:80', 'a::bc', 'http://a', ':smile:', '@x'.repeat(40)])
    expect(asked(text)).toBeUndefined()
  expect(wantedAt('@ana and', 4)).toEqual({ kind: 'mention', query: 'ana', from: 0 })
})

test('[WEB-43] the beginning of a name comes before that of a word, and this before the middle; accents and case do not matter', () => {
  const names = ['Alfred', 'Jean Frédéric', 'Freya', 'Ben', 'Fred']
  const found = (query: string) => bestOf(names, (name) => name, query, 10)
  expect(found('fre')).toEqual(['Fred', 'Freya', 'Jean Frédéric', 'Alfred'])
  expect(found('FRÉ')).toEqual(found('fre'))
  expect(found('').length).toBe(5)
  expect(bestOf(names, (name) => name, '', 2).length).toBe(2)
  expect(found('zoe')).toEqual([])
})

test('[WEB-43] a message mentions those whose names stand in it, as it is shown', () => {
  const ids = ['a1', 'a2', 'b'].map((id) => userId(id))
  const [ana, otherAna, ben] = ids
  if (!ana || !otherAna || !ben) throw new Error('no ids')
  const people = [
    { id: otherAna, name: 'Ana' },
    { id: ana, name: 'Ana' },
    { id: ben, name: 'Ben Lee' },
  ]
  const none = new Map<string, typeof ana>()
  expect(mentionsOf('@Ben Lee and **@Ana**', people, none)).toEqual({ users: [ben, ana] })
  expect(mentionsOf('@Ana', people, new Map([['Ana', otherAna]]))).toEqual({ users: [otherAna] })
  expect(mentionsOf('@room, @online: `@Ana`', people, none)).toEqual({ room: true, online: true })
  expect(mentionsOf('```\n@Ana\n``` x@Ana @Anabel', people, none)).toBeUndefined()
})

test('[WEB-46] what is left is counted in bytes, and a beginning ends before a half character', () => {
  expect(leftOf('x'.repeat(1000))).toBeUndefined()
  expect(leftOf('x'.repeat(16_000))).toBe(384)
  expect(leftOf('ü'.repeat(8192))).toBe(0)
  expect(leftOf('😀'.repeat(4097))).toBe(-4)
  expect(beginningOf('aü😀b', 6)).toBe('aü')
  expect(beginningOf('aü😀b', 7)).toBe('aü😀')
  expect(beginningOf('a', -1)).toBe('')
})

test('[WEB-43] short names stand for emojis as they are shown', () => {
  const emoji = (name: string) => emojiNames.find((one) => one.name === name)?.emoji
  expect([emoji('heart'), emoji('+1'), emoji('thumbsup'), emoji('tm')]).toEqual([
    '❤️',
    '👍',
    '👍',
    '™️',
  ])
  expect(emojiNames.every(({ emoji }) => /^\p{RGI_Emoji}$/v.test(emoji))).toBe(true)
})
