import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { type Part, sealOf } from './archive-format.ts'
import type { Sink } from './backup-place.ts'
import { encrypt } from './encryption.ts'

/** The text that is collected before it is compressed, in characters. */
const CHUNK = 256 * 1024

/**
 * Writes the parts of a backup, compressed, into a sink. `recipient`: a public key of age, for which it is encrypted.
 * Returns the SHA-256 of the bytes that were written.
 */
export async function writeArchive(
  sink: Sink,
  parts: AsyncIterable<Part>,
  recipient: string | undefined,
): Promise<string> {
  const hash = createHash('sha256')
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  const encrypted = (chunks: AsyncIterable<Buffer>): AsyncIterable<Uint8Array> =>
    recipient === undefined ? chunks : encrypt(chunks, recipient)
  const lines = Readable.from(linesOf(parts))
  await pipeline(lines, createZstdCompress(), sealed, encrypted, counted, sink)
  return hash.digest('hex')
}

/** The lines in chunks, and at the end the numbers of rows. */
async function* linesOf(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  const rows: Record<string, number> = {}
  let table = ''
  let chunk = ''
  for await (const part of parts) {
    if (part.kind === 'table') table = part.table.table
    if (part.kind === 'table') rows[table] = 0
    if (part.kind === 'row') rows[table] = (rows[table] ?? 0) + 1
    chunk += `${JSON.stringify(contentOf(part))}\n`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield `${chunk}${JSON.stringify({ rows })}\n`
}

async function* sealed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  yield sealOf(hash.digest())
}

const contentOf = (part: Part): object =>
  part.kind === 'header' ? part.header : part.kind === 'table' ? part.table : part.row
