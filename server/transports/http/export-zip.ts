import { Zip, type ZipInputFile, ZipPassThrough } from 'fflate'
import type { Export } from '../../../protocol/entities.ts'
import { readPart } from '../../domain/exports/read.ts'
import type { ExportPart, Store } from '../../domain/ports.ts'
import { ANSWER_HEADERS } from '../answer.ts'

/** The version of the files and their fields: docs/export.md. */
const FORMAT = 1
/** The method of a file in a ZIP that is compressed by deflate. */
const DEFLATE = 8

/** Streams the ZIP of an export. `onEnd` is called once, when all was read or nobody reads any more. */
export function zipResponse(store: Store, of: Export, onEnd: () => void): Response {
  const zip = new ZipStream(store, of)
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const bytes = await zip.next()
          if (bytes !== undefined) return controller.enqueue(bytes)
          onEnd()
          controller.close()
        } catch (error) {
          onEnd()
          controller.error(error)
        }
      },
      cancel: onEnd,
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${of.id}.zip"`,
      // Otherwise a proxy that compresses holds the stream back.
      'content-encoding': 'identity',
    },
  })
}

/** One part is in memory at a time. Its bytes are compressed already: the ZIP only adds headers and the directory. */
class ZipStream {
  readonly #zip: Zip
  readonly #store: Store
  readonly #export: Export
  #number = 0
  #file: (ZipInputFile & { readonly filename: string }) | undefined
  #bytes: Uint8Array[] = []
  #isOver = false

  constructor(store: Store, of: Export) {
    this.#store = store
    this.#export = of
    this.#zip = new Zip((error, bytes, isLast) => {
      if (error) throw error
      this.#bytes.push(bytes)
      this.#isOver = isLast
    })
    const { files: _, bytes: __, until: ___, ...receipt } = of
    const about = new ZipPassThrough('export.json')
    this.#zip.add(about)
    const text = JSON.stringify({ format: FORMAT, ...receipt, files: of.files }, null, 2)
    about.push(Buffer.from(`${text}\n`), true)
  }

  /** Undefined at the end. Throws if the file was removed meanwhile. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#bytes.length === 0 && !this.#isOver) await this.#addPart()
    const bytes = this.#bytes.splice(0)
    return bytes.length === 0 ? undefined : Buffer.concat(bytes)
  }

  async #addPart(): Promise<void> {
    const part = await readPart(this.#store, this.#export.id, this.#number++)
    if (part === undefined) throw new Error('the file of the export was removed')
    if (this.#file?.filename !== part.file) this.#begin(part)
    const file = this.#file
    if (file?.ondata === undefined) throw new Error('no file of the ZIP has begun')
    Object.assign(file, { crc: part.crc, size: part.size })
    file.ondata(null, part.bytes, part.isLast)
    if (part.isLast && this.#export.files.at(-1)?.name === part.file) this.#zip.end()
  }

  #begin({ file: filename, crc, size }: ExportPart): void {
    this.#file = { filename, crc, size, compression: DEFLATE }
    this.#zip.add(this.#file)
  }
}
