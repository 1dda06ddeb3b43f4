import * as z from 'zod'

/** The number of the format. A program reads its own and all earlier ones. */
export const FORMAT = 1

const Secrets = z.object({
  jwtSecret: z.string().optional(),
  secret: z.string().optional(),
  apiKey: z.string().optional(),
})

/** The first line. `at`: the time of the database's clock, in ms of the epoch. */
export const Header = z.object({
  parlance: z.literal('backup'),
  format: z.int().min(1),
  version: z.string(),
  at: z.int(),
  from: z.enum(['sqlite', 'postgres', 'mariadb']),
  migrations: z.array(z.string()).min(1),
  secrets: Secrets,
})
export type Header = z.infer<typeof Header>
export type Secrets = z.infer<typeof Secrets>

/** Begins the rows of a table. Each row is an array in the order of the columns. */
export const TableStart = z.object({
  table: z.string().regex(/^[a-z_]+$/),
  columns: z.array(z.string().regex(/^[a-z_]+$/)).min(1),
})
export type TableStart = z.infer<typeof TableStart>

export const Row = z.array(z.union([z.string(), z.number(), z.null()]))
export type Row = z.infer<typeof Row>

/** The last line: the number of rows of each table. */
export const End = z.object({ rows: z.record(z.string(), z.int()) })

/**
 * The end of the file: a frame that zstd skips, with the SHA-256 of all bytes before it. So a changed bit is found before
 * anything is unpacked.
 */
export const SEAL_BYTES = 40
export function sealOf(sha256: Uint8Array): Buffer {
  const seal = Buffer.alloc(SEAL_BYTES)
  seal.writeUInt32LE(SKIPPED_FRAME)
  seal.writeUInt32LE(sha256.length, 4)
  seal.set(sha256, 8)
  return seal
}
export const isSeal = (bytes: Buffer): boolean =>
  bytes.length === SEAL_BYTES && bytes.readUInt32LE() === SKIPPED_FRAME

const SKIPPED_FRAME = 0x184d2a50

export type End = z.infer<typeof End>

/** A backup cannot be used. The message is one line. */
export class BadArchive extends Error {}

export type Part =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'table'; readonly table: TableStart }
  | { readonly kind: 'row'; readonly row: Row }
