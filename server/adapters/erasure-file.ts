import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { UserId } from '../../protocol/ids.ts'
import type { ErasureRecord, RememberedErasure } from '../domain/ports.ts'

const Line = z.object({ user: UserId, messages: z.enum(['keep', 'delete']) })

/** The erasures in a file beside the database, a line of JSON for each: a backup of the database does not have it. */
export class ErasureFile implements ErasureRecord {
  readonly #path: string
  /** The lines that were read or added. */
  #known: Set<string> | undefined

  constructor(data: string) {
    this.#path = join(data, 'erasures.jsonl')
  }

  read(): readonly RememberedErasure[] {
    // A line that a crash has cut off is of an erasure that was not done, and is added again.
    return this.#text()
      .split('\n')
      .flatMap((line) => {
        const { success, data } = Line.safeParse(parsed(line))
        return success ? [data] : []
      })
  }

  add({ user, messages }: RememberedErasure): void {
    const json = JSON.stringify({ user, messages })
    this.#known ??= new Set(this.#text().split('\n'))
    if (this.#known.has(json)) return
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const text = this.#text()
    const begin = text === '' || text.endsWith('\n') ? '' : '\n'
    appendFileSync(this.#path, `${begin}${json}\n`, { mode: 0o600, flush: true })
    this.#known.add(json)
  }

  #text(): string {
    return existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : ''
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
