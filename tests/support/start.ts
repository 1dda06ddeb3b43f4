import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SERVER_PROGRAM } from './server-bundle.ts'

export type Start = {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What stands before the command. */
  readonly before?: readonly string[]
  /** Makes what the start finds, in its folder and the data folder in that. */
  readonly prepare?: (folder: string, data: string) => unknown
  /** Hears what the server logs while it starts. */
  readonly onLog?: (text: string) => void
}

/** Starts a server in a folder of its own and waits until it has ended, or runs: then it is ended. */
export async function startOnce({ args = [], env = {}, before = [], prepare, onLog }: Start) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-start-'))
  chmodSync(folder, 0o755) // Somebody else may be the one who starts it.
  const data = join(folder, 'data')
  try {
    mkdirSync(data, { mode: 0o700 })
    await prepare?.(folder, data)
    const child = Bun.spawn(
      [...before, process.execPath, '--no-orphans', SERVER_PROGRAM, ...args],
      {
        cwd: folder,
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
        env: {
          PATH: process.env['PATH'],
          PARLANCE_PORT: '0',
          PARLANCE_MANAGEMENT_PORT: '0',
          ...env,
        },
      },
    )
    const [stdout, stderr] = await Promise.all([
      textOf(child.stdout, (text) => {
        if (text.includes('\n  data ')) child.kill('SIGTERM')
      }),
      textOf(child.stderr, (text) => onLog?.(text)),
    ])
    return { code: await child.exited, stdout, stderr, data }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All that comes; on the way, what has come so far. */
async function textOf(stream: ReadableStream<Uint8Array>, soFar: (text: string) => void) {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    soFar(text)
  }
  return text
}
