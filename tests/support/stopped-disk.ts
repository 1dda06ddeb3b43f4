import { waitFor } from './wait.ts'

const STRACE = Bun.which('strace')
/** Longer than any test. */
const STOPPED_US = 600_000_000

/** Whether this machine has strace, and lets it follow a running process. */
export const CAN_STOP_DISK = await canFollow()

/** Stops every sync of a running process, as a disk does that is too busy. */
export const stopDisk = (pid: number) => inject(pid, `delay_enter=${STOPPED_US}`)

/** Makes every sync of a running process longer. */
export const slowDisk = (pid: number, ms: number) => inject(pid, `delay_enter=${ms * 1000}`)

/** Lets every sync of a running process fail, as a broken disk does. */
export const breakDisk = (pid: number) => inject(pid, 'error=EIO')

async function inject(pid: number, what: string) {
  const syncs = 'fsync,fdatasync'
  const start = await follow(pid, ['-e', `trace=${syncs}`, '-e', `inject=${syncs}:${what}`])
  if (start === undefined) throw new Error('strace cannot follow the process')
  return { start, [Symbol.asyncDispose]: start }
}

/** Writes what a running process writes and syncs, with its bytes, into a file, until the function that it returns is called. */
export async function followDisk(pid: number, output: string) {
  const calls = 'trace=pwrite64,ftruncate,fsync,fdatasync'
  const stop = await follow(pid, ['-y', '-ttt', '-xx', '-s', '1000000', '-e', calls], output)
  if (stop === undefined) throw new Error('strace cannot follow the process')
  return stop
}

async function follow(pid: number, args: readonly string[], output = '/dev/null') {
  if (STRACE === null) return undefined
  const child = Bun.spawn([STRACE, '-f', ...args, '-o', output, '-p', `${pid}`], {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  let told = ''
  const ended = new Response(child.stderr).body?.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write: (text) => {
        told += text
      },
    }),
  )
  await waitFor(() => told.includes('attached') || child.exitCode !== null)
  if (child.exitCode !== null) return undefined
  return async () => {
    child.kill('SIGINT')
    await child.exited
    await ended
  }
}

async function canFollow(): Promise<boolean> {
  if (STRACE === null) return false
  const other = Bun.spawn(['sleep', '60'])
  const end = await follow(other.pid, [])
  await end?.()
  other.kill()
  await other.exited
  return end !== undefined
}
