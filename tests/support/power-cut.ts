import { Database } from 'bun:sqlite'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Random } from '../history/random.ts'
import { Client } from './client.ts'
import { type DiskStep, recordDisk } from './disk-recording.ts'
import { token } from './parlance.ts'
import { ownProcess } from './process.ts'

/** Enough that the log is copied to the database file several times. */
const MESSAGES = 1200
const SENDERS = 12
const FILES = ['parlance.sqlite', 'parlance.sqlite-wal']
/** A disk writes blocks of this size, in any order. */
const BLOCK = 4096

/** What a server on SQLite wrote and synced while messages were sent, and when each was acknowledged. */
export type Recording = {
  readonly steps: readonly DiskStep[]
  readonly before: ReadonlyMap<string, Buffer>
  readonly acknowledged: readonly { readonly text: string; readonly atMs: number }[]
}

export async function recordSends(): Promise<Recording> {
  await using server = await ownProcess()
  const child = await server.start()
  const ana = new Client(server.url, await token({ sub: 'ana' }), 'ana')
  const room = await ana.room()
  const acknowledged: { text: string; atMs: number }[] = []
  const stop = await recordDisk(child.pid, join(server.data, 'recording'))
  const before = new Map(FILES.map((file) => [file, readFileSync(join(server.data, file))]))
  let next = 0
  const send = async () => {
    while (next < MESSAGES) {
      const text = `${next++} ${'x'.repeat((next % 7) * 300)}`
      await ana.send(room.id, text)
      // The clock that strace uses, rounded up.
      acknowledged.push({ text, atMs: Date.now() + 1 })
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  const steps = (await stop()).filter(({ file }) => FILES.includes(basename(file)))
  return { steps, before, acknowledged }
}

/**
 * Cuts the power before a number of steps: what was synced is on the disk, and any of the blocks that were not. Returns what
 * is wrong with the databases that this leaves. `isSynced`: whether syncs are believed.
 */
export function cutPower(
  { steps, before, acknowledged }: Recording,
  count: number,
  seed: number,
  isSynced = true,
): string[] {
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'parlance-cut-'))
  const disk = new Map([...before].map(([name, bytes]) => [name, new DiskFile(bytes)]))
  const problems: string[] = []
  const isBegin = beginsLog(steps)
  const begins = isBegin.filter(Boolean).length
  let [due, k] = [0, 0]
  for (const step of steps) {
    // Every second cut is where the log begins anew.
    due += count / 2 / (isBegin[k++] ? begins : steps.length - begins)
    const cuts = Math.floor(due)
    due -= cuts
    for (let i = 0; i < cuts; i++) {
      for (const [name, file] of disk) writeFileSync(join(folder, name), file.afterCut(random))
      rmSync(join(folder, `${FILES[0]}-shm`), { force: true })
      const must = acknowledged.filter(({ atMs }) => atMs < step.atMs)
      const problem = problemOf(
        folder,
        must.map(({ text }) => text),
      )
      if (problem !== undefined) problems.push(`seed ${seed}, before step ${k - 1}: ${problem}`)
    }
    const file = disk.get(basename(step.file))
    if (isSynced || !step.do.endsWith('sync')) file?.run(step)
  }
  rmSync(folder, { recursive: true })
  return problems
}

/** The steps from the first write of a log to its first sync, when pages of the old log can still be behind the new header. */
function beginsLog(steps: readonly DiskStep[]): boolean[] {
  let isBegin = false
  return steps.map((step) => {
    const isLog = basename(step.file) === FILES[1]
    if (isLog && step.do === 'write' && step.offset === 0) isBegin = true
    if (isLog && step.do === 'end sync') isBegin = false
    return isBegin
  })
}

function problemOf(folder: string, must: readonly string[]): string | undefined {
  try {
    using database = new Database(join(folder, 'parlance.sqlite'))
    const [{ quick_check: check = '' } = {}] = database
      .query<{ quick_check: string }, []>('pragma quick_check')
      .all()
    if (check !== 'ok') return check
    const rows = database.query<{ text: string }, []>('select text from messages').all()
    const texts = new Set(rows.map(({ text }) => text))
    const lost = must.filter((text) => !texts.has(text))
    return lost.length > 0 ? `${lost.length} of ${must.length} messages are lost` : undefined
  } catch (error) {
    return String(error)
  }
}

type Write = { readonly offset: number; readonly bytes: Buffer }
type Pending = Write | { readonly size: number }

/** A file, as far as it was synced, and what was not. */
class DiskFile {
  #synced: Buffer
  #pending: Pending[] = []
  readonly #begun = new Map<number, ReadonlySet<Pending>>()

  constructor(synced: Buffer) {
    this.#synced = synced
  }

  run(step: DiskStep): void {
    if (step.do === 'write') this.#pending.push({ offset: step.offset, bytes: step.bytes })
    if (step.do === 'truncate') this.#pending.push({ size: step.size })
    if (step.do === 'begin sync') this.#begun.set(step.sync, new Set(this.#pending))
    if (step.do !== 'end sync') return
    const covered = this.#begun.get(step.sync)
    if (covered === undefined) return
    this.#synced = applied(
      this.#synced,
      this.#pending.filter((each) => covered.has(each)),
    )
    this.#pending = this.#pending.filter((each) => !covered.has(each))
  }

  /** With some of the blocks that were not synced, or all, or none. */
  afterCut(random: Random): Buffer {
    const share = random.pick([0, 0.1, 0.5, 0.9, 1])
    const blocks = this.#pending.flatMap<Pending>((each) =>
      'size' in each ? [each] : blocksOf(each),
    )
    return applied(
      this.#synced,
      blocks.filter(() => random.chance(share)),
    )
  }
}

/** The parts of a write in blocks of the disk. */
function blocksOf({ offset, bytes }: Write): Write[] {
  const blocks: Write[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(BLOCK - ((offset + at) % BLOCK), bytes.length - at)
    blocks.push({ offset: offset + at, bytes: bytes.subarray(at, at + length) })
    at += length
  }
  return blocks
}

function applied(file: Buffer, changes: readonly Pending[]): Buffer {
  const ends = changes.map((each) => ('size' in each ? 0 : each.offset + each.bytes.length))
  let size = file.length
  const whole = Buffer.alloc(Math.max(size, ...ends))
  file.copy(whole)
  for (const each of changes) {
    if ('size' in each) {
      whole.fill(0, each.size)
      size = each.size
    } else {
      each.bytes.copy(whole, each.offset)
      size = Math.max(size, each.offset + each.bytes.length)
    }
  }
  return whole.subarray(0, size)
}
