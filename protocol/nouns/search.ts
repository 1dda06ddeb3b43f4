import * as z from 'zod'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Message } from './message.ts'
import { after, Limit } from './shared.ts'

export const Fragment = z.object({ text: z.string(), found: z.boolean() }).meta({
  id: 'Fragment',
  description: 'A piece of a message’s text. `found`: whether it matches the query.',
})

export const SearchHit = z.object({ message: Message, fragments: z.array(Fragment) }).meta({
  id: 'SearchHit',
  description: 'A message that matches a search, with pieces of its text around the first match.',
})

export type SearchHit = Readonly<z.infer<typeof SearchHit>>

const AfterHit = after(/^-?\d{1,16}(?:_-?\d{1,16}){2}(?:(?:_-?\d{1,16}){4})?$/)

export const SEARCH_COMMANDS = {
  'messages.search': op({
    method: 'GET',
    path: '/search',
    asker: 'user',
    summary:
      'Search the messages that the caller may see, by words, "phrases", from:, in:, before: and after:',
    cost: 4,
    input: z.strictObject({
      q: z.string().min(1).max(LIMITS.searchLength),
      order: z.enum(['date', 'rank']).default('date'),
      after: AfterHit,
      limit: Limit,
    }),
    output: z.object({ found: z.array(SearchHit), next: z.string().optional() }),
    status: 200,
  }),
} as const
