import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BadArchive } from './archive-format.ts'

// The format of age (age-encryption.org). Its library is loaded when a backup is encrypted or decrypted.

/** Why a text is not a public key of age; undefined if it is one. */
export async function recipientProblem(recipient: string): Promise<string | undefined> {
  const { Encrypter } = await import('age-encryption')
  try {
    new Encrypter().addRecipient(recipient)
    return undefined
  } catch {
    return 'is not a public key of age: it begins with age1, and age-keygen prints it'
  }
}

export async function* encrypt(
  chunks: AsyncIterable<Uint8Array>,
  recipient: string,
): AsyncGenerator<Uint8Array> {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  yield* read(await encrypter.encrypt(streamOf(chunks)))
}

/** Decrypts a file into another one. `identity`: the text of a file of age with secret keys. */
export async function decryptFile(path: string, into: string, identity: string): Promise<void> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  const keys = identity.split('\n').map((line) => line.trim())
  try {
    for (const key of keys.filter((line) => line.startsWith('AGE-SECRET-KEY-')))
      decrypter.addIdentity(key)
    const chunks = await decrypter.decrypt(streamOf(createReadStream(path)))
    await pipeline(read(chunks), createWriteStream(into, { mode: 0o600 }))
  } catch (error) {
    rmSync(into, { force: true })
    if (error instanceof Error && 'code' in error && error.code !== undefined) throw error
    throw new BadArchive(
      `${path}: cannot be decrypted with this identity: give the file of the secret key, or use another backup`,
    )
  }
}

const streamOf = (chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
}

const read = (stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> =>
  Readable.from(stream)
