import { createElement, Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from '../../words/words.ts'
import type { CodeNode } from './highlight.ts'

/** A longer text has no colours: the colours of a text take time, and this app has no worker. */
const MOST_COLOURED = 20 * 1024
const COPIED_MS = 2000

export function CodeBlock({
  language,
  text,
}: {
  readonly language: string
  readonly text: string
}) {
  const words = useWords()
  const box = useRef<HTMLPreElement>(null)
  const nodes = useColours(box, language, text)
  const [isCopied, setCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [isCopied])

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // The browser forbids it: the user can select the text.
      () => getSelection()?.selectAllChildren(box.current ?? document.body),
    )
  }
  return (
    <figure className="code" dir="ltr">
      <figcaption>
        <span>{language}</span>
        <button type="button" onClick={copy}>
          {isCopied ? words.copied : words.copy}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard */}
      <pre ref={box} tabIndex={0}>
        <code>{nodes ? shown(nodes) : text}</code>
      </pre>
    </figure>
  )
}

/** The parts of a text with their colours, as soon as it is in view and they are loaded. */
function useColours(
  box: { readonly current: HTMLElement | null },
  language: string,
  text: string,
): readonly CodeNode[] | undefined {
  const [coloured, setColoured] = useState<{ text: string; nodes: readonly CodeNode[] }>()
  useEffect(() => {
    const element = box.current
    if (!element || language === '' || text.length > MOST_COLOURED) return
    let isCurrent = true
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      import('./highlight.ts').then(
        ({ colouredNodes }) => {
          const nodes = colouredNodes(text, language)
          if (isCurrent && nodes) setColoured({ text, nodes })
        },
        () => undefined, // Without a network the text has no colours.
      )
    })
    observer.observe(element)
    return () => {
      isCurrent = false
      observer.disconnect()
    }
  }, [box, language, text])
  return coloured?.text === text ? coloured.nodes : undefined
}

const shown = (nodes: readonly CodeNode[]): ReactNode =>
  createElement(Fragment, null, ...nodes.map(shownNode))

const shownNode = (node: CodeNode): ReactNode =>
  typeof node === 'string' ? node : <span className={node.scope}>{shown(node.children)}</span>
