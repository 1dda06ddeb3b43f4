import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { S3Client, type S3File } from 'bun'
import { type Archive, type BackupPlace, requireSame } from './backup-place.ts'

export type BucketOptions = {
  readonly bucket: string
  /** The folder of the backups in the bucket, without slashes at its ends. */
  readonly path: string
  /** Undefined: that of AWS in the region. */
  readonly endpoint: string | undefined
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A bucket cannot be used. The message is one line, and says what to do. */
export class BucketFailed extends Error {
  override readonly name = 'BucketFailed'
}

/** The parts of an upload, in bytes, and how many are sent at once: an object can have 10,000 parts. */
const PART_BYTES = 16 * 1024 ** 2
const PARTS_AT_ONCE = 2
/** How long nothing may happen while a server is waited for, in ms. */
const WAIT_MS = 60_000

/** Objects of S3 whose keys begin with a path. An object exists only when all of it is stored. */
export class BucketPlace implements BackupPlace {
  readonly #options: BucketOptions
  readonly #client: S3Client

  constructor(options: BucketOptions) {
    const { endpoint, ...rest } = options
    this.#options = options
    this.#client = new S3Client({
      ...rest,
      ...(endpoint !== undefined && { endpoint }),
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    })
  }

  async prepare(): Promise<void> {
    await this.#list()
  }

  names(): Promise<readonly string[]> {
    return this.#list()
  }

  async put(name: string, archive: Archive): Promise<string> {
    if ((await this.#list(name)).includes(name))
      throw new BucketFailed(`${this.#nameOf(name)}: exists already: run the command again`)
    return archive((chunks) => this.#ask(name, () => upload(this.#file(name), chunks)))
  }

  async confirm(name: string, sha256: string): Promise<string> {
    const path = this.#nameOf(name)
    try {
      await this.#ask(name, () => requireSame(chunksOf(this.#file(name)), sha256, path))
      return path
    } catch (error) {
      await this.remove(name).catch(() => undefined) // The first error says more.
      throw error
    }
  }

  remove(name: string): Promise<void> {
    return this.#ask(name, () => this.#file(name).delete())
  }

  /** Copies an object into a new file that only its owner can read. */
  async download(name: string, into: string): Promise<void> {
    const file = createWriteStream(into, { mode: 0o600 })
    await this.#ask(name, () => pipeline(Readable.from(chunksOf(this.#file(name))), file))
  }

  /** The names that begin with a text, without those in further folders. */
  async #list(begin = ''): Promise<string[]> {
    const prefix = this.#keyOf('')
    const names: string[] = []
    let next: string | undefined
    do {
      const page = await this.#ask('', () =>
        inTime(
          this.#client.list({
            prefix: `${prefix}${begin}`,
            delimiter: '/',
            ...(next !== undefined && { continuationToken: next }),
          }),
        ),
      )
      for (const { key } of page.contents ?? []) names.push(key.slice(prefix.length))
      next = page.isTruncated ? page.nextContinuationToken : undefined
    } while (next !== undefined)
    return names.filter((name) => name !== '')
  }

  #file(name: string): S3File {
    return this.#client.file(this.#keyOf(name))
  }

  #keyOf(name: string): string {
    const { path } = this.#options
    return path === '' ? name : `${path}/${name}`
  }

  #nameOf(name: string): string {
    return `s3://${this.#options.bucket}/${this.#keyOf(name)}`.replace(/\/$/, '')
  }

  async #ask<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const reason = reasonOf(error, name, this.#options)
      if (reason === undefined) throw error
      throw new BucketFailed(`${this.#nameOf(name)}: ${reason}`)
    }
  }
}

/**
 * Sends the parts while the chunks arrive, and takes no chunk before there is room for it. An error ends the upload
 * without an object; `writer().end(error)` of Bun would make one of what was sent so far.
 */
async function upload(file: S3File, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  const silence = new Silence()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      silence.restart()
      const { value, done } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
  try {
    await Promise.race([file.write(new Response(stream)), silence.ended])
  } finally {
    silence.stop()
  }
}

async function* chunksOf(file: S3File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { value, done } = await inTime(reader.read())
      if (done) return
      yield value
    }
  } finally {
    // After an error the stream has ended already.
    await reader.cancel().catch(() => undefined)
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const silence = new Silence()
  silence.restart()
  return Promise.race([work, silence.ended]).finally(() => silence.stop())
}

/** Rejects when nothing has happened for so long: otherwise a server that went away without a word would be waited for. */
class Silence {
  readonly #ended = Promise.withResolvers<never>()
  #timer: Timer | undefined

  get ended(): Promise<never> {
    return this.#ended.promise
  }

  restart(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ended.reject(new Silent()), WAIT_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

class Silent extends Error {
  readonly code = 'Silent'
}

/** Undefined for an error of something else. The text of the server is left out: it can name the key. */
function reasonOf(
  error: unknown,
  name: string,
  { endpoint, region }: BucketOptions,
): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.name !== 'S3Error' && !(error instanceof Silent)) return undefined
  const code = `${error.code}`
  // A list has no key: the server is another one.
  const known = name === '' && code === 'NoSuchKey' ? undefined : REASONS[code]
  if (known !== undefined) return known
  const at = endpoint ?? `AWS in ${region}`
  return /^(?:Silent|InvalidResponse|NoSuchKey|Connection|DNS|TLS|Timeout|FailedToOpen|Cert|[A-Z_]*CERT)/.test(
    code,
  )
    ? `no S3 answers at ${at} (${code}): check PARLANCE_S3_ENDPOINT, and that it can be reached from here`
    : `S3 at ${at} refuses it (${code}): see its log`
}

const KEY =
  'S3 does not accept the key: correct PARLANCE_S3_ACCESS_KEY_ID and PARLANCE_S3_SECRET_ACCESS_KEY'
const REGION = 'the bucket is in another region: set PARLANCE_S3_REGION'

const REASONS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket: create it, or correct its name',
  NoSuchKey: 'there is no such file',
  InvalidAccessKeyId: KEY,
  SignatureDoesNotMatch: KEY,
  XAdminUserNotFound: KEY,
  AccessDenied:
    'the key may not do that: let it list, read, write and delete objects (s3:ListBucket, GetObject, PutObject, DeleteObject)',
  PermanentRedirect: REGION,
  AuthorizationHeaderMalformed: REGION,
  RequestTimeTooSkewed: 'the clock of this machine is wrong: run NTP (timedatectl set-ntp true)',
}
