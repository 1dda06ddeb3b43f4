import { createElement, Fragment, lazy, memo, type ReactNode, Suspense, useMemo } from 'react'
import { blocksOf } from './blocks.ts'
import type { Block, Inline } from './nodes.ts'

/** Somebody, or everybody, that `@name` in a text means. `isMe`: the reader is among them. */
export type Mention = { readonly name: string; readonly isMe?: boolean }

type Props = {
  readonly text: string
  /** Only these names are mentions; others are text. Keep the array, so that the text is not read again. */
  readonly mentions?: readonly Mention[]
  /** Follows the last word, for example “(edited)”. */
  readonly end?: ReactNode
}

/** The text of a message as elements: never as HTML, which the security policy forbids. */
export const MarkdownText = memo(function MarkdownText({ text, mentions = NONE, end }: Props) {
  const blocks = useMemo(
    () =>
      blocksOf(
        text,
        mentions.map(({ name }) => name),
      ),
    [text, mentions],
  )
  const last = blocks.at(-1)
  return (
    <div className="markdown">
      {all(blocks, (block) => shownBlock(block, mentions, block === last ? end : undefined))}
      {last?.kind !== 'paragraph' && end}
    </div>
  )
})

// Most rooms have no code. Until it is loaded, the code stands there as text, as high as afterwards.
const CodeBlock = lazy(() => import('./code-block.tsx').then((m) => ({ default: m.CodeBlock })))

const PlainCode = ({ language, text }: { readonly language: string; readonly text: string }) => (
  <figure className="code" dir="ltr">
    <figcaption>
      <span>{language}</span>
    </figcaption>
    <pre>
      <code>{text}</code>
    </pre>
  </figure>
)

const NONE: readonly Mention[] = []

/** As arguments, because a part of a text has no other key than its position. */
const all = <T,>(nodes: readonly T[], show: (node: T) => ReactNode) =>
  createElement(Fragment, null, ...nodes.map(show))

function shownBlock(block: Block, mentions: readonly Mention[], end?: ReactNode): ReactNode {
  const inside = (blocks: readonly Block[]) => all(blocks, (one) => shownBlock(one, mentions))
  if (block.kind === 'code')
    return (
      <Suspense fallback={<PlainCode {...block} />}>
        <CodeBlock language={block.language} text={block.text} />
      </Suspense>
    )
  if (block.kind === 'quote') return <blockquote>{inside(block.children)}</blockquote>
  if (block.kind === 'paragraph')
    return (
      <p>
        {all(block.children, (node) => shownInline(node, mentions))}
        {end}
      </p>
    )
  const items = all(block.items, (item) => <li>{inside(item)}</li>)
  return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
}

function shownInline(node: Inline, mentions: readonly Mention[]): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'code':
      return <code>{node.text}</code>
    case 'mention': {
      const isMe = mentions.some(({ name, isMe }) => isMe === true && name === node.name)
      return (
        <span className="mention" data-me={isMe}>
          @<bdi>{node.name}</bdi>
        </span>
      )
    }
    case 'link':
      // The address is shown at the pointer, because a label can name another one.
      return (
        <a href={node.href} title={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {all(node.children, (child) => shownInline(child, mentions))}
        </a>
      )
    default:
      return createElement(
        TAGS[node.kind],
        null,
        all(node.children, (child) => shownInline(child, mentions)),
      )
  }
}

const TAGS = { em: 'em', strong: 'strong', strike: 's' } as const
