import { expect, test } from 'bun:test'
import type { Found } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

type Page = { found: Found[]; next?: string }

const page = (who: Client, q: string, more = ''): Promise<Page> =>
  who.ask('GET', `/search?q=${encodeURIComponent(q)}${more}`)
const texts = async (who: Client, q: string, more = ''): Promise<string[]> =>
  (await page(who, q, more)).found.map(({ message }) => message.text)
/** What is said is findable a moment later. */
const until = (who: Client, q: string, count: number) =>
  waitFor(async () => {
    const found = await texts(who, q)
    return found.length === count && found
  })

test('[SEA-1] a message is found by its words', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  await ana.send(room.id, 'The quick brown fox')
  await ana.send(room.id, 'jumps over the lazy dog')
  expect(await until(ana, 'quick', 1)).toEqual(['The quick brown fox'])
  expect(await texts(ana, 'THE')).toEqual(['jumps over the lazy dog', 'The quick brown fox'])
  expect(await texts(ana, 'the fox')).toEqual(['The quick brown fox'])
  expect(await texts(ana, '"quick fox"')).toEqual([])
  expect(await texts(ana, '"brown fox"')).toEqual(['The quick brown fox'])
  expect(await texts(ana, 'fo')).toEqual([])
  expect(await texts(ana, 'the', '&order=rank')).toEqual([
    'The quick brown fox',
    'jumps over the lazy dog',
  ])
  console.log(JSON.stringify(await page(ana, 'the')))
})
