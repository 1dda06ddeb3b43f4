import type { Person } from './company.ts'

/** `when`: see timeOf. */
export type Line = readonly [when: string, by: Person, text: string, more?: More]

export type More = {
  /** The name by which other lines answer this one. */
  readonly as?: string
  readonly replyTo?: string
  /** The root of the thread. */
  readonly thread?: string
  readonly mentions?: readonly Person[]
  readonly reactions?: Readonly<Record<string, readonly Person[]>>
  readonly isPinned?: true
}
