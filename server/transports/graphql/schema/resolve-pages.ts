import type { Message } from '../../../../protocol/entities.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { AFTER_ITEM } from '../../../domain/use-case.ts'
import type { ListQuery } from './list-queries.ts'
import { type Page, pageBy, pageFrom, sizeOf } from './pages.ts'

type Arguments = Readonly<Record<string, unknown>>
type RunQuery = (input: object) => Promise<object>

/** One page of a list that can only be read forward. */
export async function listPage(
  query: ListQuery & { kind: 'pages' },
  args: Arguments,
  run: RunQuery,
) {
  const { first, after, ...rest } = args
  const size = sizeOf(args)
  const hasCursor = isGiven(after)
  if (query.cursorBy !== undefined) {
    const seq = typeof after === 'string' && /^\d{1,15}$/.test(after) ? Number(after) : after
    // A user's id may look like a number, so only lists that go by numbers parse the cursor.
    const answer = await run({ ...rest, after: isBySeq(query) ? seq : after, limit: size + 1 })
    const items = listIn(answer, query.items)
    return {
      ...answer,
      ...pageBy(items, { size, hasCursor }, query.cursorBy as (item: unknown) => string),
    }
  }
  const isByIds = 'id' in rest && rest['id']
  const answer = await run(isByIds ? rest : { ...rest, after, limit: size })
  const next = 'next' in answer ? String(answer.next) : undefined
  return {
    ...answer,
    ...pageFrom(listIn(answer, query.items), { next, hasCursor }, afterItemIn(answer)),
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

function afterItemIn(answer: object): (index: number) => string {
  const afterItem: unknown = Reflect.get(answer, AFTER_ITEM)
  return typeof afterItem === 'function' ? (index) => String(afterItem(index)) : String
}

const isBySeq = ({ field }: ListQuery): boolean =>
  field === 'unreadMessages' || field === 'versions'

/** A page of messages after, before or around a seq; without a seq, the latest messages. */
export async function historyPage(
  args: Arguments,
  run: (input: object) => Promise<{ messages: Message[]; seq: number; cursor: string }>,
): Promise<Page> {
  const { first, last, after, before, around, ...rest } = args
  const isForward = isGiven(first) || isGiven(after)
  const isBackward = isGiven(last) || isGiven(before)
  if (isForward && isBackward)
    throw new Refusal(
      'invalid_input',
      'A page goes either forward (first, after) or backward (last, before): send only one of these pairs',
    )
  const size = sizeOf(args)
  const seqOf = (cursor: unknown) => (/^\d{1,15}$/.test(String(cursor)) ? Number(cursor) : cursor)
  if (isGiven(around)) {
    const answer = await run({ ...rest, around, limit: size })
    const [head, tail] = [answer.messages[0], answer.messages.at(-1)]
    const page = pageBy(answer.messages, { size, hasCursor: false }, ({ seq }) => seq)
    const hasPreviousPage = (head?.seq ?? 1) > 1
    return { ...answer, ...page, hasPreviousPage, hasNextPage: (tail?.seq ?? 0) < answer.seq }
  }
  const position = isForward
    ? { after: seqOf(after ?? 0) }
    : isGiven(before)
      ? { before: seqOf(before) }
      : {}
  const answer = await run({ ...rest, ...position, limit: size + 1 })
  const options = { size, isBackward: !isForward, hasCursor: isGiven(after) || isGiven(before) }
  return { ...answer, ...pageBy(answer.messages, options, ({ seq }) => seq) }
}

export function listIn(answer: object, field: string): readonly unknown[] {
  const list: unknown = Reflect.get(answer, field)
  if (!Array.isArray(list)) throw new Error(`The answer has no list ${field}`)
  return list
}
