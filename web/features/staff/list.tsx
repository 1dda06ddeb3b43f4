import type { LoadState } from '@parlance/sdk'
import type { ReactNode } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'

type Props<Item> = {
  readonly items: readonly Item[]
  readonly load: LoadState
  readonly empty: string
  /** Reads the next page; false: there is none. */
  readonly more: false | (() => Promise<unknown>)
  readonly children: (item: Item) => ReactNode
}

/** A list in pages, with all its states. */
export function List<Item>({ items, load, empty, more, children }: Props<Item>) {
  const words = useModerationWords()
  return (
    <>
      {load.state === 'error' && <Notice look="danger">{refusalOf(load.error)}</Notice>}
      {load.state === 'loading' && items.length === 0 && <Skeleton rows={3} />}
      {load.state === 'ready' && items.length === 0 && <Empty text={empty} />}
      <ul className="staff-list">{items.map(children)}</ul>
      {more && (
        <Button look="quiet" disabled={load.state === 'loading'} onClick={() => void more()}>
          {words.more}
        </Button>
      )}
    </>
  )
}
