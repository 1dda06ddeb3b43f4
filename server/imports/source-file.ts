import { createReadStream, type Dirent, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BadImport } from './omissions.ts'
import { type SourceFile, zipFiles } from './zip.ts'

/** The longest line: a line of an export has a message with its reactions and replies. */
const LINE_BYTES = 16 * 1024 * 1024
/** The largest file that is read as one piece of JSON. */
const JSON_BYTES = 256 * 1024 * 1024

/** The files of a folder, of a ZIP, or the one file, in the order of their names. Throws `BadImport`. */
export async function filesOf(path: string): Promise<readonly SourceFile[]> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new BadImport(`${path}: there is no such file or folder`)
  if (stat.isDirectory()) return folderFiles(path)
  const begin = new Uint8Array(await Bun.file(path).slice(0, 2).arrayBuffer())
  if (begin[0] === 0x50 && begin[1] === 0x4b) return zipFiles(path)
  return [{ name: path.split('/').at(-1) ?? path, bytes: () => createReadStream(path) }]
}

/** Links are not followed. */
function folderFiles(folder: string): SourceFile[] {
  const pathOf = (entry: Dirent) => join(entry.parentPath, entry.name)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: relative(folder, pathOf(entry)),
      bytes: () => createReadStream(pathOf(entry)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The lines of a file; undefined for one that is too long to be one. */
export async function* linesOf({ bytes }: SourceFile): AsyncGenerator<string | undefined> {
  let parts: Uint8Array[] = []
  let size = 0
  const line = () => {
    const text = size > LINE_BYTES ? undefined : Buffer.concat(parts).toString('utf8')
    parts = []
    size = 0
    return text?.endsWith('\r') ? text.slice(0, -1) : text
  }
  for await (const chunk of bytes()) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      size += end - from
      if (size <= LINE_BYTES) parts.push(chunk.subarray(from, end))
      yield line()
      from = end + 1
    }
    size += chunk.length - from
    if (size <= LINE_BYTES) parts.push(chunk.subarray(from))
    else parts = []
  }
  if (size > 0) yield line()
}

/** The JSON of a file; undefined if it is none. */
export async function jsonOf({ name, bytes }: SourceFile): Promise<unknown> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes()) {
    size += chunk.length
    if (size > JSON_BYTES) throw new BadImport(`${name}: is larger than 256 MB: split it`)
    parts.push(chunk)
  }
  return parsed(Buffer.concat(parts).toString('utf8'))
}

/** The value of a JSON text; undefined if it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text)
  } catch {
    return undefined // Callers say which file or line it is.
  }
}
