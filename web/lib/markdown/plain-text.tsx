import { createElement, Fragment } from 'react'
import { blocksOf } from './blocks.ts'
import { addText, type Block, type Inline } from './nodes.ts'

type Piece = Extract<Inline, { readonly text: string }>

/** The text of a message in a quote, a list or a link: the words without the marks, and no links. Code stays code. */
export const PlainText = ({ text }: { readonly text: string }) =>
  // As arguments, because a piece has no other key than its position.
  createElement(
    Fragment,
    null,
    ...piecesOf(text).map((piece) =>
      piece.kind === 'code' ? createElement('code', null, piece.text) : piece.text,
    ),
  )

export const plainTextOf = (text: string): string =>
  piecesOf(text)
    .map((piece) => piece.text)
    .join('')

/** The words of a text, and its code, one block a line. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Inline[] = []
  addBlocks(blocksOf(text))
  return pieces as Piece[]

  function addBlocks(blocks: readonly Block[]): void {
    for (const [n, block] of blocks.entries()) {
      if (n > 0) addText(pieces, '\n')
      if (block.kind === 'paragraph') addInlines(block.children)
      else if (block.kind === 'code') pieces.push({ kind: 'code', text: block.text })
      else if (block.kind === 'quote') addBlocks(block.children)
      else
        for (const [n, item] of block.items.entries()) {
          addText(
            pieces,
            `${n > 0 ? '\n' : ''}${block.start === undefined ? '•' : `${block.start + n}.`} `,
          )
          addBlocks(item)
        }
    }
  }
  function addInlines(nodes: readonly Inline[]): void {
    for (const node of nodes)
      if ('children' in node) addInlines(node.children)
      else if (node.kind === 'mention') addText(pieces, `@${node.name}`)
      else if (node.kind === 'code') pieces.push(node)
      else addText(pieces, node.text)
  }
}
