import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TREE } from './server.ts'

/** The tree of a commit, with the packages of this one. */
export function treeOf(commit: string) {
  const folder = mkdtempSync(join(tmpdir(), `parlance-${commit}-`))
  const words = `git archive ${commit} | tar -x -C ${folder}`
  const { success, stderr } = Bun.spawnSync(['sh', '-c', words], { cwd: TREE })
  if (!success) throw new Error(stderr.toString())
  symlinkSync(join(TREE, 'node_modules'), join(folder, 'node_modules'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}
