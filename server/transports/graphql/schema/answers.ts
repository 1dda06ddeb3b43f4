import type { Message } from '../../../../protocol/entities.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { AFTER_ITEM } from '../../../domain/use-case.ts'
import type { ListQuery } from './list-queries.ts'
import { type Page, pageBy, pageFrom, sizeOf } from './pages.ts'

type Arguments = Readonly<Record<string, unknown>>
type Ask = (input: object) => Promise<object>

export async function somePage(reading: ListQuery & { is: 'pages' }, asked: Arguments, ask: Ask) {
  const { first, after, ...rest } = asked
  const size = sizeOf(asked)
  if (reading.by !== undefined) {
    const place = typeof after === 'string' && /^\d{1,15}$/.test(after) ? Number(after) : after
    // A user's id may look like a number; a seq never looks like an id.
    const answer = await ask({ ...rest, after: isSeq(reading) ? place : after, limit: size + 1 })
    const items = listIn(answer, reading.of)
    const isLater = after !== undefined && after !== null
    return {
      ...answer,
      ...pageBy(items, { size, isLater }, reading.by as (item: unknown) => string),
    }
  }
  const isOfIds = 'id' in rest && rest['id']
  const answer = await ask(isOfIds ? rest : { ...rest, after, limit: size })
  const next = 'next' in answer ? String(answer.next) : undefined
  const isLater = after !== undefined && after !== null
  return {
    ...answer,
    ...pageFrom(listIn(answer, reading.of), { next, isLater }, afterItemIn(answer)),
  }
}

function afterItemIn(answer: object): (index: number) => string {
  const afterItem: unknown = Reflect.get(answer, AFTER_ITEM)
  return typeof afterItem === 'function' ? (index) => String(afterItem(index)) : String
}

const isSeq = ({ field }: ListQuery): boolean => field === 'unreadMessages' || field === 'versions'

/** Forward from a seq, backward from one, or around one; where nothing is said, the latest. */
export async function historyPage(
  asked: Arguments,
  ask: (input: object) => Promise<{ messages: Message[]; seq: number; cursor: string }>,
): Promise<Page> {
  const { first, last, after, before, around, ...rest } = asked
  const given = (value: unknown) => value !== undefined && value !== null
  const isForward = given(first) || given(after)
  const isBackward = given(last) || given(before)
  if (isForward && isBackward)
    throw new Refusal(
      'invalid_input',
      'A page goes forward (first, after) or backward (last, before): send one of these pairs',
    )
  const size = sizeOf(asked)
  const seqOf = (word: unknown) => (/^\d{1,15}$/.test(String(word)) ? Number(word) : word)
  if (given(around)) {
    const answer = await ask({ ...rest, around, limit: size })
    const [head, tail] = [answer.messages[0], answer.messages.at(-1)]
    const page = pageBy(answer.messages, { size, isLater: false }, ({ seq }) => seq)
    const hasPreviousPage = (head?.seq ?? 1) > 1
    return { ...answer, ...page, hasPreviousPage, hasNextPage: (tail?.seq ?? 0) < answer.seq }
  }
  const place = isForward
    ? { after: seqOf(after ?? 0) }
    : given(before)
      ? { before: seqOf(before) }
      : {}
  const answer = await ask({ ...rest, ...place, limit: size + 1 })
  const way = { size, isBackward: !isForward, isLater: given(after) || given(before) }
  return { ...answer, ...pageBy(answer.messages, way, ({ seq }) => seq) }
}

export function listIn(answer: object, of: string): readonly unknown[] {
  const list: unknown = Reflect.get(answer, of)
  if (!Array.isArray(list)) throw new Error(`no list of ${of}`)
  return list
}
