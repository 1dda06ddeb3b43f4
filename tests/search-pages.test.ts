import { expect, test } from 'bun:test'
import { finds, search, talk, texts } from './support/search.ts'

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
