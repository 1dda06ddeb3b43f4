import type { RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { foundBy } from './found.ts'
import { Hit } from './hit.tsx'

type Props = { readonly q: string; readonly nameOf: (room: RoomId) => string }
type Order = 'date' | 'rank'

/** The order that was chosen last, so that Back shows it again. */
let lastOrder: Order = 'date'

export function Hits({ q, nameOf }: Props) {
  const chat = useChat()
  const words = useWords()
  const [order, setOrder] = useState(lastOrder)
  const found = foundBy(chat, q, order)
  const { hits, next, isLoading, refusal } = useSyncExternalStore(found.watch, found.read)
  const list = useRef<HTMLDivElement>(null)

  // Back leads to the place that was left.
  useLayoutEffect(() => {
    const screen = list.current?.closest('.screen')
    if (!screen) return
    screen.scrollTop = found.scrollTop
    const keep = () => {
      found.scrollTop = screen.scrollTop
    }
    screen.addEventListener('scroll', keep)
    return () => screen.removeEventListener('scroll', keep)
  }, [found])

  function choose(order: Order): void {
    lastOrder = order
    setOrder(order)
  }
  return (
    <div ref={list} className="hits" aria-busy={isLoading}>
      <Choice
        label={words.order}
        value={order}
        options={[
          ['date', words.orders.date],
          ['rank', words.orders.rank],
        ]}
        onChange={choose}
      />
      <ol>
        {hits.map((hit) => (
          <Hit key={hit.message.id} hit={hit} roomName={nameOf(hit.message.room)} />
        ))}
      </ol>
      {refusal !== undefined && (
        <Notice look="danger">
          {refusal}
          <Button onClick={() => found.load(next)}>{words.tryAgain}</Button>
        </Notice>
      )}
      {isLoading && <Skeleton rows={hits.length === 0 ? 4 : 1} />}
      {!isLoading && hits.length === 0 && refusal === undefined && <Empty text={words.noHits} />}
      {!isLoading && next !== undefined && (
        <Button look="quiet" onClick={() => found.load(next)}>
          {words.showMore}
        </Button>
      )}
    </div>
  )
}
