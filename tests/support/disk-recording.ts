import { readFileSync } from 'node:fs'
import { followDisk } from './stopped-disk.ts'

/** What a process did to a file, in the order of time. A sync covers what was written before it began. */
export type DiskStep = { readonly file: string; readonly atMs: number } & (
  | { readonly do: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly do: 'truncate'; readonly size: number }
  | { readonly do: 'begin sync' | 'end sync'; readonly sync: number }
)

/** Records what a running process does to its files, until `stop` is called, which returns the steps. */
export async function recordDisk(pid: number, output: string) {
  const stop = await followDisk(pid, output)
  return async (): Promise<DiskStep[]> => {
    await stop()
    return stepsOf(readFileSync(output, 'latin1'))
  }
}

/** Lines of strace, such as `17 1732.5 pwrite64(9<path>, "\x01…", 4096, 0) = 4096`. A call of one thread can be between two lines of another. */
function stepsOf(text: string): DiskStep[] {
  const steps: DiskStep[] = []
  const unfinished = new Map<string, { file: string; sync: number }>()
  let syncs = 0
  for (const line of text.split('\n')) {
    const [, thread = '', time = '', rest = ''] = /^(\d+) +(\d+\.\d+) (.*)$/s.exec(line) ?? []
    const atMs = Number(time) * 1000
    const [, name = '', path = '', args = ''] = /^(\w+)\(\d+<([^>]*)>(.*)$/s.exec(rest) ?? []
    const file = path.startsWith('\\x') ? textOf(path) : path
    if (name === 'pwrite64') {
      const [, hex = '', offset = ''] = /^, "([^"]*)", \d+, (\d+)/.exec(args) ?? []
      steps.push({ file, atMs, do: 'write', offset: Number(offset), bytes: bytesOf(hex) })
    } else if (name === 'ftruncate') {
      steps.push({ file, atMs, do: 'truncate', size: Number(/^, (\d+)/.exec(args)?.[1]) })
    } else if (name === 'fsync' || name === 'fdatasync') {
      const sync = ++syncs
      steps.push({ file, atMs, do: 'begin sync', sync })
      if (args.includes('unfinished')) unfinished.set(thread, { file, sync })
      else if (args.endsWith('= 0')) steps.push({ file, atMs, do: 'end sync', sync })
    } else if (/^<\.\.\. fd?a?t?a?sync resumed>.*= 0$/.test(rest)) {
      const begun = unfinished.get(thread)
      if (begun !== undefined) steps.push({ ...begun, atMs, do: 'end sync' })
    }
  }
  return steps
}

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')
const textOf = (hex: string): string => bytesOf(hex).toString()
