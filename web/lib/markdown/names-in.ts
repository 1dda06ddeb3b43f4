import { blocksOf } from './blocks.ts'
import type { Block, Inline } from './nodes.ts'

/** The names that a text mentions, in their order. */
export const namesIn = (text: string, names: readonly string[]): readonly string[] =>
  blocksOf(text, names).flatMap(inBlock)

function inBlock(block: Block): readonly string[] {
  if (block.kind === 'paragraph') return block.children.flatMap(inInline)
  if (block.kind === 'quote') return block.children.flatMap(inBlock)
  return block.kind === 'list' ? block.items.flat().flatMap(inBlock) : []
}

const inInline = (node: Inline): readonly string[] =>
  node.kind === 'mention' ? [node.name] : 'children' in node ? node.children.flatMap(inInline) : []
