/** A part of a line of text. The nodes of a text contain every letter of it. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'em' | 'strong' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  /** `name`: without the `@`. */
  | { readonly kind: 'mention'; readonly name: string }

/** `start`: the first number of an ordered list. `language`: as the user wrote it, also empty. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | {
      readonly kind: 'list'
      readonly start: number | undefined
      readonly items: readonly (readonly Block[])[]
    }

/** Adds a text to the nodes, and joins it with a text before it. */
export function addText(nodes: Inline[], text: string): void {
  const before = nodes.at(-1)
  if (before?.kind === 'text') nodes[nodes.length - 1] = { kind: 'text', text: before.text + text }
  else if (text !== '') nodes.push({ kind: 'text', text })
}
