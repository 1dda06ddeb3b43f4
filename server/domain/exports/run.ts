import { promisify } from 'node:util'
import * as z from 'zod'
import type { Export } from '../../../protocol/entities.ts'
import type { ExportId } from '../../../protocol/ids.ts'
import type { ExportPart, ExportPosition, Store, Tx } from '../ports.ts'
import { deleteFiles, isStopped } from './rules.ts'

/** Characters of a stride before they are compressed, and the most reads for it: each stride is a transaction. */
const STRIDE_CHARS = 128 * 1024
const READS_PER_STRIDE = 50

/**
 * What is stored after each part. `number`: of the next part; `at`: where the file goes on, if it has begun; `crc`, `size`
 * and `rows`: of the file so far.
 */
const Progress = z.strictObject({
  number: z.int(),
  file: z.string(),
  crc: z.int(),
  size: z.int(),
  rows: z.int(),
  at: z
    .strictObject({
      key: z.union([z.string(), z.number()]),
      room: z.string().optional(),
      until: z.number().optional(),
    })
    .optional(),
})
type Progress = Readonly<z.infer<typeof Progress>>

export type ExportRun = {
  readonly store: Store
  readonly export: ExportId
  /** How far an interrupted run has come. */
  readonly progress: string | undefined
  /** Stores how far the run has come, with the changes of `tx`. */
  save(progress?: string, tx?: Tx): Promise<void>
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal
}

/**
 * Writes the files of an export in strides: one can have the rest of a long file, and many small ones. A run that was
 * interrupted goes on after the last stride. The export ends when its user is deleted: each stride locks it first.
 */
export async function runExport(run: ExportRun): Promise<void> {
  const { store, export: id } = run
  const progress = run.progress || undefined
  if (progress === undefined) {
    // An export that has waited begins again, without its first parts.
    await store.write((tx) => restart(tx, id))
    await deleteFiles(store, run.save)
  }
  const begun = await store.write((tx) => begin(tx, id))
  if (begun === undefined) return
  const { files } = await store.read(async (reader) => ({ files: reader.exports.files }))
  let at: Progress | undefined =
    progress === undefined ? firstOf(files) : Progress.parse(JSON.parse(progress))
  while (at !== undefined) {
    const parts = await nextParts(store, begun, at, files)
    const added = await store.write((tx) => add(tx, run, parts))
    if (!added) return
    run.signal.throwIfAborted()
    at = parts.at(-1)?.next
  }
}

const firstOf = ([file]: readonly string[]): Progress | undefined =>
  file === undefined ? undefined : { number: 0, file, crc: 0, size: 0, rows: 0 }

async function restart(tx: Tx, id: ExportId): Promise<void> {
  const found = await tx.exports.lock(id)
  if (found?.state === 'running') await tx.exports.update({ ...found, state: 'waiting' })
}

async function begin(tx: Tx, id: ExportId): Promise<Export | undefined> {
  const found = await tx.exports.lock(id)
  if (found === undefined || (found.state !== 'waiting' && found.state !== 'running'))
    return undefined
  if (await isStopped(tx, found)) {
    if (found.state === 'running') await tx.exports.update({ ...found, state: 'waiting' })
    return undefined
  }
  return found.state === 'running'
    ? found
    : tx.exports.update({ ...found, state: 'running', files: [], bytes: 0 })
}

type NextPart = {
  readonly part: ExportPart
  readonly rows: number
  /** Undefined after the last file. */
  readonly next: Progress | undefined
}

/** Reads rows until the stride is full. */
async function nextParts(
  store: Store,
  of: Export,
  from: Progress,
  files: readonly string[],
): Promise<readonly NextPart[]> {
  const parts: NextPart[] = []
  const left = { chars: STRIDE_CHARS, reads: READS_PER_STRIDE }
  for (let at: Progress | undefined = from; at && left.chars > 0 && left.reads > 0; ) {
    const part = await nextPart(store, of, at, files, left)
    parts.push(part)
    at = part.next
  }
  return parts
}

/** Reads rows of one file. It is an array of JSON, with a line for each row. */
async function nextPart(
  store: Store,
  of: Export,
  from: Progress,
  files: readonly string[],
  left: { chars: number; reads: number },
): Promise<NextPart> {
  let text = from.at === undefined ? '[' : ''
  let rows = 0
  let at: ExportPosition | undefined = from.at
  let isLast = false
  // At least once: otherwise a file would seem to be at its end.
  do {
    const after: ExportPosition | undefined = at
    const found = await store.read((reader) => reader.exports.rows(of, from.file, after))
    for (const row of found.rows) {
      text += `${from.rows + rows === 0 ? '' : ','}\n${JSON.stringify(row)}`
      rows++
    }
    at = found.next
    isLast = at === undefined
    left.reads--
  } while (left.reads > 0 && text.length < left.chars && !isLast)
  if (isLast) text += '\n]\n'
  left.chars -= text.length
  const raw = Buffer.from(text)
  // The module is large, and most servers never need it.
  const { constants, crc32, deflateRaw } = await import('node:zlib')
  const finishFlush = isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH
  const part = {
    number: from.number,
    file: from.file,
    bytes: await promisify(deflateRaw)(raw, { finishFlush }),
    crc: crc32(raw, from.crc),
    size: from.size + raw.length,
    isLast,
  }
  const { number, file, crc, size } = part
  if (at !== undefined)
    return { part, rows, next: { number: number + 1, file, crc, size, rows: from.rows + rows, at } }
  const next = firstOf(files.slice(files.indexOf(file) + 1))
  return { part, rows, next: next && { ...next, number: number + 1 } }
}

/** Returns false if the export has ended meanwhile. */
async function add(tx: Tx, run: ExportRun, parts: readonly NextPart[]): Promise<boolean> {
  const now = await tx.exports.lock(run.export)
  if (now?.state !== 'running') return false
  if (await isStopped(tx, now)) {
    await tx.exports.update({ ...now, state: 'waiting' })
    await run.save('', tx)
    return false
  }
  const counts = new Map(now.files.map(({ name, rows }) => [name, rows]))
  let { bytes } = now
  for (const { part, rows } of parts) {
    await tx.exports.addPart(now.id, part)
    counts.set(part.file, (counts.get(part.file) ?? 0) + rows)
    bytes += part.bytes.length
  }
  const files = Array.from(counts, ([name, rows]) => ({ name, rows }))
  const next = parts.at(-1)?.next
  const state = next === undefined ? 'ready' : 'running'
  const done = await tx.exports.update({ ...now, state, files, bytes })
  if (state === 'ready' && done.requestedBy === 'user') await tx.exports.publishFinished(done)
  await run.save(next === undefined ? '' : JSON.stringify(next), tx)
  return true
}
