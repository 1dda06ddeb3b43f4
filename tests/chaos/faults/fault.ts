import type { Node } from '../node.ts'
import type { Service } from '../services.ts'

export type Victims = {
  readonly nodes: readonly Node[]
  /** Servers that are ours to kill; none where others use them. */
  readonly services: Readonly<Record<string, Service>>
}

/** A fault: it begins, lasts, and is healed. */
export type Fault = { readonly name: string; readonly run: () => Promise<void> }
