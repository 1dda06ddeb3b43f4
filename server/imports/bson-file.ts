import { BadImport, type Omissions } from './omissions.ts'
import type { SourceFile } from './zip.ts'

/** The largest document of MongoDB, with its overhead. */
const DOCUMENT_BYTES = 17 * 1024 * 1024

/** The documents of a file of mongodump, one after the other. A length that cannot be one ends the reading. */
export async function* documentsOf(
  file: SourceFile,
  omissions: Omissions,
): AsyncGenerator<unknown> {
  const { deserialize } = await import('bson')
  let rest = Buffer.alloc(0)
  let count = 0
  for await (const chunk of file.bytes()) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    let from = 0
    while (rest.length - from >= 4) {
      const size = rest.readInt32LE(from)
      if (size < 5 || size > DOCUMENT_BYTES) throw damaged(file, count)
      if (rest.length - from < size) break
      const value = decoded(() => deserialize(rest.subarray(from, from + size)))
      if (value === undefined) omissions.add('it is not BSON', `${file.name} [${count}]`)
      else yield value
      count++
      from += size
    }
    rest = rest.subarray(from)
  }
  if (rest.length > 0) throw damaged(file, count)
}

const damaged = ({ name }: SourceFile, count: number): BadImport =>
  new BadImport(`${name}: is damaged after ${count} documents: run mongodump again`)

function decoded(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined // The caller says which document it is.
  }
}
