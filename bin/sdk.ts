import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

// `node bin/bun.mjs run bin/sdk.ts` builds sdk/typescript/dist, the content of the npm package.

const ROOT = join(import.meta.dir, '..')
const SDK = join(ROOT, 'sdk/typescript')

/** Compiles each file by itself, with its types beside it, so that the published code matches the source. */
export async function buildSdk(): Promise<void> {
  rmSync(join(SDK, 'dist'), { recursive: true, force: true })
  copyFileSync(join(ROOT, 'LICENSE'), join(SDK, 'LICENSE'))
  const tsc = Bun.spawn([join(ROOT, 'node_modules/.bin/tsc'), '-p', SDK], {
    stdout: 'inherit',
    stderr: 'inherit',
  })
  if ((await tsc.exited) !== 0) throw new Error('The SDK does not compile')
}

if (import.meta.main) await buildSdk()
