/** What a driver is asked, one JSON object a line. */
export type Ask = { readonly id: number; readonly chat: string } & (
  | {
      readonly do: 'open'
      readonly url: string
      /** One each time that a token is asked for, the last for ever: `throw` and `hang` are none. */
      readonly tokens: readonly string[]
    }
  | { readonly do: 'call'; readonly name: string; readonly input: object }
  | { readonly do: 'history'; readonly room: string }
  /** Cuts the connection, as a network would. */
  | { readonly do: 'drop' }
  | { readonly do: 'close' }
)

export type State = 'connecting' | 'live' | 'waiting' | 'closed'
export type Problem = {
  readonly code: string
  readonly message?: string
  readonly fields?: Readonly<Record<string, string>>
}

/** What it says: answers, and of each chat whatever happens. */
export type Say =
  | { readonly id: number; readonly result?: unknown; readonly error?: Problem }
  | { readonly chat: string; readonly event: { readonly type: string } }
  | { readonly chat: string; readonly status: { readonly state: State; readonly error?: Problem } }
  | { readonly chat: string; readonly reset: string }
  | { readonly chat: string; readonly fault: Problem }
  | { readonly chat: string; readonly asked: 'connect' | 'rejected' }
