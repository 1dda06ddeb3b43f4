import type { Config } from '../config.ts'
import type { Link } from './links/link.ts'
import type { Terminal } from './terminal.ts'

/** `values`: the only ones that are allowed. `type: 'boolean'`: a flag without a value. */
export type Flag = {
  readonly type: 'string' | 'boolean'
  readonly description: string
  readonly values?: readonly string[]
}
/** `rest`: takes all further arguments. */
export type Argument = {
  readonly name: string
  readonly description: string
  readonly isOptional?: boolean
  readonly rest?: boolean
  readonly values?: readonly string[]
}

/** What a command prints: data for `--json`, and text for people. */
export type Result = { readonly json: unknown; readonly text: string }

/** One entry of the table from which the help, the man page, the completion and the reference page are made. */
export type Command = {
  /** Its words, such as `user list`. */
  readonly name: string
  readonly summary: string
  /** Further sentences, for the help of this command. */
  readonly details?: string
  readonly args?: readonly Argument[]
  readonly flags?: Readonly<Record<string, Flag>>
  /** `false`: the command takes no flags of settings. */
  readonly settings?: false
  readonly run: (call: Call) => Promise<Result | undefined>
}

/** A call of a command, with its parsed arguments. */
export interface Call {
  readonly terminal: Terminal
  /** The flags of settings, as they were given. */
  readonly settingFlags: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isJson: boolean
  /** Called before a server is started. */
  readonly prepareServe: () => Promise<unknown>
  /** The settings, from flags, variables and parlance.toml. Throws `ConfigError`. */
  config(): Config
  /** The running server, or its database if it is down. */
  link(): Promise<Link>
  /** A required argument. */
  arg(name: string): string
  optional(name: string): string | undefined
  rest(name: string): readonly string[]
  flag(name: string): string | undefined
  /** A whole number from 1; the fallback if the flag is not given. */
  count(name: string, fallback: number): number
  isSet(name: string): boolean
}
