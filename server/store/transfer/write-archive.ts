import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { type Part, sealOf } from './archive-format.ts'

/** The text that is collected before it is compressed, in characters. */
const CHUNK = 256 * 1024

/** Writes the parts of a backup, compressed, into a new file that only its owner can read, and waits for the disk. */
export async function writeArchive(path: string, parts: AsyncIterable<Part>): Promise<void> {
  const lines = Readable.from(linesOf(parts))
  await pipeline(lines, createZstdCompress(), sealed, createWriteStream(path, { mode: 0o600 }))
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
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
