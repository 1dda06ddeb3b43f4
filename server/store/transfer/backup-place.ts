import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BadArchive } from './archive-format.ts'
import { checkArchive } from './read-archive.ts'

/** Writes the bytes of a backup into a sink. Resolves with their SHA-256, in hex. */
export type Archive = (sink: Sink) => Promise<string>
/** Takes all chunks, and resolves when they are stored. */
export type Sink = (chunks: AsyncIterable<Uint8Array>) => Promise<void>

/** Where backups are kept. */
export interface BackupPlace {
  /** Creates the place, or checks that it can be used, before anything else is done. */
  prepare(): Promise<void>
  names(): Promise<readonly string[]>
  /** Stores a new file. Returns its SHA-256, in hex. Nothing stays of it if that fails. */
  put(name: string, archive: Archive): Promise<string>
  /** Reads the file again. `isReadable`: it is not encrypted. Returns its path. Nothing stays of it if that fails. */
  confirm(name: string, sha256: string, isReadable: boolean): Promise<string>
  remove(name: string): Promise<void>
}

/** A folder of this machine. A file has its name when all of it is on disk and was read again. */
export class FolderPlace implements BackupPlace {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async prepare(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
  }

  async names(): Promise<readonly string[]> {
    return readdirSync(this.#folder)
  }

  async put(name: string, archive: Archive): Promise<string> {
    const part = this.#part(name)
    return orRemove(part, () => archive((chunks) => store(part, chunks)))
  }

  async confirm(name: string, sha256: string, isReadable: boolean): Promise<string> {
    const part = this.#part(name)
    return orRemove(part, async () => {
      if (isReadable) await checkArchive(part)
      else await requireSame(createReadStream(part), sha256, part)
      const path = join(this.#folder, name)
      renameSync(part, path)
      await syncFile(this.#folder)
      return path
    })
  }

  #part(name: string): string {
    return `${join(this.#folder, name)}.part`
  }

  remove(name: string): Promise<void> {
    return rm(join(this.#folder, name), { force: true })
  }
}

async function orRemove<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Compares bytes that were read again. Only the owner of its key can read an encrypted backup. */
export async function requireSame(
  chunks: AsyncIterable<Uint8Array>,
  sha256: string,
  path: string,
): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  if (hash.digest('hex') !== sha256)
    throw new BadArchive(`${path}: other bytes are read than were written: check the disk`)
}

/** Only its owner can read the file. */
async function store(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await pipeline(chunks, createWriteStream(path, { mode: 0o600 }))
  await syncFile(path)
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}
