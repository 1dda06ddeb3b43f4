import { Component, type ReactNode, type RefObject } from 'react'

type Props = {
  readonly scroller: RefObject<HTMLElement | null>
  readonly children: ReactNode
}
type Place = { readonly key: string; readonly top: number }

/**
 * The row under the eye stays where it is when rows are added, changed or removed. Chromium and Firefox also do this by
 * themselves, Safari does not. A class, because only a class can measure just before the document changes.
 */
export class ScrollKeeper extends Component<Props> {
  override getSnapshotBeforeUpdate(): Place | null {
    const box = this.props.scroller.current
    // At the end, the end is what stays.
    return box === null || box.scrollTop > -1 ? null : placeOf(box)
  }

  override componentDidUpdate(_: Props, __: unknown, before: Place | null): void {
    const box = this.props.scroller.current
    if (box === null || before === null) return
    const row = box.querySelector(`[data-key="${CSS.escape(before.key)}"]`)
    const moved = row === null ? 0 : row.getBoundingClientRect().top - before.top
    if (Math.abs(moved) >= 0.5) box.scrollTop += moved
  }

  override render(): ReactNode {
    return this.props.children
  }
}

/** The first message that is in view. */
function placeOf(box: HTMLElement): Place | null {
  const from = box.getBoundingClientRect().top
  const row = firstInView(box, from)
  return row?.dataset['key'] === undefined
    ? null
    : { key: row.dataset['key'], top: row.getBoundingClientRect().top }
}

/** By halving: the rows stand in their order. */
export function firstInView(box: HTMLElement, from: number): HTMLElement | undefined {
  const rows = box.querySelectorAll<HTMLElement>('.message')
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= from) low = middle + 1
    else high = middle
  }
  return rows[low]
}
