import { createReadStream } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { BadImport } from './omissions.ts'

/** A file of what is imported. `name`: with its folders, from the top of the folder or archive. */
export type SourceFile = {
  readonly name: string
  readonly bytes: () => AsyncIterable<Uint8Array>
}

/** The end of a ZIP with its comment. */
const END_BYTES = 22 + 65_535
const FILES = 1_000_000
/** Text is seldom compressed to less than a fiftieth. A small archive may have a larger ratio. */
const RATIO = 200
const SMALL_BYTES = 100 * 1024 * 1024

type Entry = {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/**
 * The files of a ZIP, by its directory. Each is checked while it is read: its size, its CRC, and that it does not become
 * larger than the directory says. Nothing is written to the disk. Throws `BadImport` for paths that lead out of the
 * archive, and for archives that are damaged, encrypted or suspiciously small.
 */
export async function zipFiles(path: string): Promise<readonly SourceFile[]> {
  const entries = await directory(path)
  const [packed, size] = [sum(entries, 'packed'), sum(entries, 'size')]
  if (packed > Bun.file(path).size || (size > SMALL_BYTES && size > packed * RATIO))
    throw new BadImport(`${path}: is a ZIP bomb: it would become ${size} bytes`)
  return entries
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => ({ name: entry.name, bytes: () => contentOf(path, entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const sum = (entries: readonly Entry[], of: 'packed' | 'size'): number =>
  entries.reduce((total, entry) => total + entry[of], 0)

const damaged = (path: string): BadImport =>
  new BadImport(`${path}: is damaged or not a whole ZIP: download it again`)

async function slice(path: string, from: number, to: number): Promise<Buffer> {
  return Buffer.from(await Bun.file(path).slice(from, to).arrayBuffer())
}

async function directory(path: string): Promise<Entry[]> {
  const { size } = Bun.file(path)
  const tail = await slice(path, Math.max(0, size - END_BYTES), size)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > tail.length) throw damaged(path)
  const [count, length, begin] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ]
  if (begin === 0xffffffff || count === 0xffff)
    throw new BadImport(`${path}: is larger than 4 GB: unpack it, and give the folder`)
  if (begin + length > size) throw damaged(path)
  const table = await slice(path, begin, begin + length)
  const entries: Entry[] = []
  for (let at = 0; entries.length < Math.min(count, FILES); ) {
    if (at + 46 > table.length || table.readUInt32LE(at) !== 0x02014b50) throw damaged(path)
    const nameEnd = at + 46 + table.readUInt16LE(at + 28)
    const name = table.toString('utf8', at + 46, nameEnd)
    if (/^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)|\0/.test(name))
      throw new BadImport(`${path}: has the path ${name}, which leads out of the archive`)
    if (table.readUInt16LE(at + 8) & 1) throw new BadImport(`${path}: is encrypted: unpack it`)
    entries.push({
      name,
      method: table.readUInt16LE(at + 10),
      crc: table.readUInt32LE(at + 16),
      packed: table.readUInt32LE(at + 20),
      size: table.readUInt32LE(at + 24),
      offset: table.readUInt32LE(at + 42),
    })
    at = nameEnd + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32)
  }
  return entries
}

async function* contentOf(path: string, entry: Entry): AsyncGenerator<Uint8Array> {
  const local = await slice(path, entry.offset, entry.offset + 30)
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) throw damaged(path)
  const from = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (entry.packed === 0 && entry.size === 0) return
  const packed = createReadStream(path, { start: from, end: from + entry.packed - 1 })
  let [size, crc] = [0, 0]
  for await (const chunk of unpacked(path, entry, packed)) {
    size += chunk.length
    if (size > entry.size) throw damaged(path)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(path)
}

async function* unpacked(path: string, { name, method }: Entry, packed: Readable) {
  if (method !== 0 && method !== 8)
    throw new BadImport(`${path}: ${name} is packed in a way that is unknown: unpack the archive`)
  const out: Readable & NodeJS.WritableStream =
    method === 0 ? new PassThrough() : createInflateRaw()
  // Its error reaches the reader of the stream.
  const done = pipeline(packed, out).catch(() => undefined)
  try {
    for await (const chunk of out) yield chunk as Uint8Array
  } catch {
    throw damaged(path)
  } finally {
    packed.destroy()
    await done
  }
}
