import { Component, type ReactNode } from 'react'
import { reloadForOtherBuild } from '../lib/reload-once.ts'
import { readEntryWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Empty } from './states.tsx'

type State = { readonly hasFailed: boolean }

/** A screen that fails, or whose chunk cannot be loaded, leaves the rest of the page as it is. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false }

  static getDerivedStateFromError(): State {
    return { hasFailed: true }
  }

  override componentDidCatch(): void {
    void reloadForOtherBuild()
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    const { failed, tryAgain } = readEntryWords()
    return (
      <main className="screen">
        <h1 className="visually-hidden">{failed}</h1>
        <Empty text={failed}>
          <Button onClick={() => location.reload()}>{tryAgain}</Button>
        </Empty>
      </main>
    )
  }
}
