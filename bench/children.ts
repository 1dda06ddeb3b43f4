import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'

// Whatever happens, no process and no folder of ours stays behind.

const running = new Set<Subprocess>()
const folders = new Set<string>()

export function keep<P extends Subprocess>(child: P): P {
  running.add(child)
  void child.exited.then(() => running.delete(child))
  return child
}

export async function end(child: Subprocess): Promise<void> {
  child.kill('SIGKILL')
  await child.exited
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-bench-'))
  folders.add(folder)
  return folder
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) removeFolder(folder)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(1))
