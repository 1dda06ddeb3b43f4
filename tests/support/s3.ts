import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goProgram } from './go-program.ts'
import { freePort } from './process.ts'
import { waitFor } from './wait.ts'

/** The version in docs/tested-with.md. */
const SERVER = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'
export const KEY = { id: 'AKIAPARLANCETEST', secret: 'the-secret-of-this-key' }
export const BUCKET = 'backups'

/** VersityGW, a server of S3, with one empty bucket. Go builds it, which takes minutes the first time. */
export async function s3Server() {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-s3-'))
  await goProgram(SERVER, folder)
  const data = join(folder, 'data')
  mkdirSync(join(data, BUCKET), { recursive: true })
  const port = await freePort()
  const child = Bun.spawn(
    [join(folder, 'versitygw'), '--port', `127.0.0.1:${port}`, 'posix', data],
    {
      env: { ...process.env, ROOT_ACCESS_KEY: KEY.id, ROOT_SECRET_KEY: KEY.secret },
      stdout: 'ignore',
      stderr: 'ignore',
    },
  )
  const url = `http://127.0.0.1:${port}`
  await waitFor(() =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  )
  return {
    port,
    settings: s3Settings(url),
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const s3Settings = (url: string) => ({
  PARLANCE_S3_ENDPOINT: url,
  PARLANCE_S3_ACCESS_KEY_ID: KEY.id,
  PARLANCE_S3_SECRET_ACCESS_KEY: KEY.secret,
})

type Harm = {
  /** Each connection is cut after so many bytes to the server. */
  readonly cutAfter?: number
  /** Bytes per second to the server, of each connection. */
  readonly rate?: number
  readonly back?: (data: Buffer) => Buffer
}

/** A network between Parlance and the server. */
export async function network(port: number, { cutAfter, rate, back = (data) => data }: Harm) {
  const server = createServer((client) => {
    const there = connect(port, '127.0.0.1')
    const end = () => {
      client.destroy()
      there.destroy()
    }
    let bytes = 0
    client.on('error', end).on('close', end)
    there.on('error', end).on('close', end)
    there.on('data', (data) => client.write(back(Buffer.from(data))))
    client.on('data', (data) => {
      bytes += data.length
      if (cutAfter !== undefined && bytes > cutAfter) return end()
      there.write(data)
      if (rate === undefined) return
      client.pause()
      setTimeout(() => client.resume(), (data.length / rate) * 1000)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${at}`, [Symbol.dispose]: () => void server.close() }
}
