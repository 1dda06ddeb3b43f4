import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withoutCaller } from '../without-caller.ts'

const ROOT = join(import.meta.dir, '../..')

/** Debian's names of the machines, and the runtimes for them, which Bun downloads unless it is the own one. */
export const TARGETS = { amd64: 'bun-linux-x64', arm64: 'bun-linux-arm64' } as const
export type Arch = keyof typeof TARGETS

/**
 * What the binary contains beside the code. The base name is what is left of a path: `web/dist` is `dist` there, see
 * `Bun.isStandaloneExecutable` in server/.
 */
const ASSETS = [
  'web/dist',
  'site/manual',
  'docs/api',
  'server/transports/graphql/transport/page.html',
]

/**
 * Builds the whole of Parlance into one file. With bytecode its start on a busy machine is 2 s
 * shorter.
 */
export async function buildBinary(arch: Arch, outfile: string): Promise<void> {
  const folder = mkdtempSync(join(dirname(outfile), 'building-'))
  try {
    await compile(arch, join(folder, 'parlance'))
    renameSync(join(folder, 'parlance'), outfile)
  } finally {
    // Bun also writes the source maps beside the binary, which contains them.
    rmSync(folder, { recursive: true })
  }
}

async function compile(arch: Arch, outfile: string): Promise<void> {
  await Bun.build({
    root: ROOT,
    // A worker is an entry point of its own.
    entrypoints: ['bin/package/entry.ts', 'server/store/engine/sqlite/vacuum-worker.ts'].map(
      (path) => join(ROOT, path),
    ),
    target: 'bun',
    format: 'esm',
    minify: true,
    bytecode: true,
    // The stack of an error names the functions and files of the source.
    sourcemap: 'linked',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutCaller],
    compile: {
      target: TARGETS[arch],
      outfile,
      assets: ASSETS.map((path) => join(ROOT, path)),
      // Otherwise files of the folder in which somebody runs it would change what it does.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  })
}
