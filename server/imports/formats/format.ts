import type { Item } from '../item.ts'
import type { Omissions } from '../omissions.ts'
import type { SourceFile } from '../zip.ts'

export type ReadOptions = {
  readonly files: readonly SourceFile[]
  readonly omissions: Omissions
  /** The name of the room, for logs that do not have it. */
  readonly room: string | undefined
}

/** Reads the files of a format. The items may come in any order. Throws `BadImport` for files of another format. */
export type Format = (options: ReadOptions) => AsyncGenerator<Item>

export const NO_JSON = 'it is not JSON'
export const TOO_LONG = 'the line is longer than 16 MB'
export const UNKNOWN_FORM = 'it has another form than this format has'
