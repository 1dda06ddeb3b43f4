import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createZstdDecompress } from 'node:zlib'
import { NewerSchema, refuseUnknown } from '../migrations/migrate.ts'
import {
  BadArchive,
  End,
  FORMAT,
  Header,
  isSeal,
  type Part,
  Row,
  SEAL_BYTES,
  sealOf,
  TableStart,
} from './archive-format.ts'

/** A longer line is not one of a backup: the longest text of a row is 4 MB. */
const MAX_LINE = 64 * 1024 * 1024

/**
 * The parts of a backup, in their order. The checksum of the file is compared before the first part. A file that cannot
 * be used rejects with `BadArchive`.
 */
export async function* readArchive(path: string): AsyncGenerator<Part> {
  const bytes = await checkSeal(path)
  const damaged = () => new BadArchive(`${path}: ${DAMAGED}`)
  const rows: Record<string, number> = {}
  let table: TableStart | undefined
  let end: End | undefined
  let isFirst = true
  for await (const line of linesOf(path, bytes)) {
    if (end !== undefined) throw damaged()
    const content = parsed(line)
    if (isFirst) {
      isFirst = false
      yield { kind: 'header', header: headerOf(content, path) }
    } else if (Array.isArray(content)) {
      const row = Row.safeParse(content)
      if (!row.success || table === undefined || row.data.length !== table.columns.length)
        throw damaged()
      rows[table.table] = (rows[table.table] ?? 0) + 1
      yield { kind: 'row', row: row.data }
    } else {
      const start = TableStart.safeParse(content)
      end = End.safeParse(content).data
      if (start.success) {
        table = start.data
        rows[table.table] = 0
        yield { kind: 'table', table }
      } else if (end === undefined) throw damaged()
    }
  }
  if (isFirst) throw new BadArchive(`${path}: ${FOREIGN}`)
  if (end === undefined || !Bun.deepEquals(end.rows, rows)) throw damaged()
}

/** Reads and checks a whole backup. Returns its header, and the number of its rows. */
export async function checkArchive(path: string): Promise<{ header: Header; rows: number }> {
  let header: Header | undefined
  let rows = 0
  for await (const part of readArchive(path))
    if (part.kind === 'header') header = part.header
    else if (part.kind === 'row') rows++
  if (header === undefined) throw new BadArchive(`${path}: ${FOREIGN}`)
  return { header, rows }
}

const DAMAGED = 'is damaged: use another backup'
const FOREIGN =
  'is not a backup of Parlance, or is cut off: give a whole file that `parlance backup` wrote'

/** Compares the checksum. Returns the number of bytes before it. */
async function checkSeal(path: string): Promise<number> {
  try {
    const file = Bun.file(path)
    const bytes = (await file.stat()).size - SEAL_BYTES
    const seal = bytes < 0 ? Buffer.alloc(0) : Buffer.from(await file.slice(bytes).arrayBuffer())
    if (!isSeal(seal)) throw new BadArchive(`${path}: ${FOREIGN}`)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) hash.update(chunk)
    if (!sealOf(hash.digest()).equals(seal)) throw new BadArchive(`${path}: ${DAMAGED}`)
    return bytes
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `${error.code}` : ''
    const reason = REASONS[code]
    throw reason === undefined ? error : new BadArchive(`${path}: ${reason}`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder: give the file of a backup',
  EACCES: 'may not be read: check its permissions',
}

function headerOf(content: unknown, path: string): Header {
  const format =
    typeof content === 'object' && content !== null && 'format' in content ? content.format : 0
  if (typeof format === 'number' && format > FORMAT)
    throw new BadArchive(
      `${path}: was written by a newer version of Parlance: install that version`,
    )
  const header = Header.safeParse(content)
  if (!header.success) throw new BadArchive(`${path}: ${FOREIGN}`)
  try {
    refuseUnknown(header.data.migrations, path)
  } catch (error) {
    if (error instanceof NewerSchema) throw new BadArchive(`${error.message}: install that version`)
    throw error
  }
  return header.data
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // It is refused as damaged, or as foreign.
  }
}

async function* linesOf(path: string, bytes: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  const text = createZstdDecompress()
  const file = createReadStream(path, { end: bytes - 1 })
  file.on('error', (error) => text.destroy(error))
  let rest = ''
  try {
    for await (const chunk of file.pipe(text)) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_LINE) throw new BadArchive(`${path}: ${DAMAGED}`)
      yield* lines
    }
  } catch (error) {
    const isOfZstd = error instanceof Error && 'code' in error && /zstd/i.test(`${error.code}`)
    throw isOfZstd ? new BadArchive(`${path}: ${DAMAGED}`) : error
  } finally {
    file.destroy()
  }
  if (rest !== '') throw new BadArchive(`${path}: ${DAMAGED}`)
}
