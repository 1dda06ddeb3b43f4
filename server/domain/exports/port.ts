import type { Export } from '../../../protocol/entities.ts'
import type { ExportId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/** Where the rows of a file go on. `room` and `until`, its last seq: of a file that is read room by room. */
export type ExportPosition = {
  readonly key: string | number
  readonly room?: string | undefined
  readonly until?: number | undefined
}

/** A part of a file, as the ZIP has it. `crc` and `size`: of the file up to here, before it was compressed. */
export type ExportPart = {
  readonly number: number
  readonly file: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly crc: number
  readonly size: number
  /** Whether the file ends with it. */
  readonly isLast: boolean
}

export type ExportFilter = {
  readonly user?: UserId | undefined
  readonly requestedBy?: Export['requestedBy'] | undefined
}

export interface ExportsRead {
  /** The files of every export, in their order in the ZIP. */
  readonly files: readonly string[]
  get(id: ExportId): Promise<Export | undefined>
  /** The latest first. */
  list(page: PageRequest & ExportFilter): Promise<PageOf<Export>>
  /** How many began since a time, in ms of the epoch. */
  count(of: Pick<Export, 'user' | 'requestedBy'>, since: number): Promise<number>
  /** Those that wait for the end of a legal hold. */
  waiting(): Promise<readonly ExportId[]>
  /** Some rows of a file after a position. Without `next` they are the last ones. */
  rows(
    of: Pick<Export, 'user' | 'requestedBy'>,
    file: string,
    after: ExportPosition | undefined,
  ): Promise<{ readonly rows: readonly object[]; readonly next?: ExportPosition | undefined }>
  /** A part of an export that is ready. */
  part(id: ExportId, number: number): Promise<ExportPart | undefined>
}

export interface ExportsWrite extends ExportsRead {
  create(made: Pick<Export, 'user' | 'requestedBy' | 'state'>): Promise<Export>
  /** The export, which nobody else changes until the commit. */
  lock(id: ExportId): Promise<Export | undefined>
  /** Stores its `state`, `files` and `bytes`. With `ready` its file is kept for `LIMITS.exportFileMs`. */
  update(changed: Export): Promise<Export>
  /** The user receives `export.finished`. */
  publishFinished(finished: Export): Promise<void>
  addPart(id: ExportId, part: ExportPart): Promise<void>
  /** Ends the exports of a user: all of them, or those that the user or the app has asked for. Returns whether there were any. */
  end(user: UserId, requestedBy: Export['requestedBy'] | undefined): Promise<boolean>
  /** Ends those whose time is over. */
  endOld(): Promise<void>
  /** Deletes some parts of exports that are over or wait. Returns whether there can be more. */
  deleteParts(limit: number): Promise<boolean>
  /** Deletes receipts of exports that began before a time, in ms of the epoch, and have no parts. Returns whether there can be more. */
  deleteReceipts(before: number, limit: number): Promise<boolean>
}
