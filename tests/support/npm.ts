import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from './wait.ts'

const ROOT = join(import.meta.dir, '../..')
/** A look goes through all processes of the machine. */
const LOOK_MS = 50

/** An npm script as somebody starts it, with all the processes that come of it: they share a folder. */
export async function npm(args: readonly string[], settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-npm-'))
  // As /tmp is: database servers, which have a user of their own, write into it.
  chmodSync(folder, 0o1777)
  const child = Bun.spawn(['npm', ...args], {
    cwd: ROOT,
    // A session of its own, as a terminal gives: what is sent to the group reaches all of it.
    detached: true,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      npm_config_update_notifier: 'false',
      TMPDIR: folder,
      PARLANCE_DATA: join(folder, 'data'),
      ...settings,
    },
  })
  const output = Promise.all([child.stdout, child.stderr].map((out) => new Response(out).text()))

  return {
    child,
    folder,
    /** Once npm has ended, and all that could write to its terminal. */
    said: async () => (await output).join('\n'),
    running: () => processesOf(folder),
    /** Once nothing of it runs any more. */
    gone: (seconds = 30) => waitFor(() => processesOf(folder).length === 0, seconds, LOOK_MS),
    /** The one whose command line holds these words. */
    one: (words: string) =>
      waitFor(
        () => processesOf(folder).find(({ command }) => command.includes(words))?.pid,
        60,
        LOOK_MS,
      ),
    [Symbol.asyncDispose]: async () => {
      const isEmpty = () => {
        const left = processesOf(folder)
        for (const { pid } of left) kill(pid)
        return left.length === 0
      }
      await waitFor(isEmpty, 30, LOOK_MS)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Process = { readonly pid: number; readonly command: string }

/** Those that have the folder in their environment, on their command line, or are in it. Linux only. */
function processesOf(folder: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const at = `/proc/${pid}`
      const command = read(() => readFileSync(`${at}/cmdline`, 'utf8').replaceAll('\0', ' '))
      const marks = [
        command,
        read(() => readFileSync(`${at}/environ`, 'utf8')),
        read(() => readlinkSync(`${at}/cwd`)),
      ]
      return marks.some((mark) => mark.includes(folder)) ? [{ pid: Number(pid), command }] : []
    })
}

/** A process may end while it is looked at; a zombie has none of these. */
function read(look: () => string): string {
  try {
    return look()
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}
