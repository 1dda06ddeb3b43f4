import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashOfSources } from './sources.ts'
import { withoutCaller } from './without-caller.ts'

const ROOT = join(import.meta.dir, '..')
/** It has one folder, named by the place and the hash of the sources: both are in the bundle. */
const OUT = join(ROOT, 'node_modules/.parlance-server')
const ENTRY = 'run.js'
const SOURCES = ['server/**/*.ts', 'protocol/**/*.ts', 'bin/*.ts', 'package.json']

/**
 * The server as one file with bytecode, built at the first start of a version: from it, a start takes half the time.
 * Returns its path, or that of the source if the file cannot be written.
 */
export async function ensureServerBundle(): Promise<string> {
  const folder = join(OUT, `${Bun.hash(ROOT).toString(36)}-${hashOfSources(ROOT, SOURCES)}`)
  try {
    if (!existsSync(folder)) await build(folder)
    return join(folder, ENTRY)
  } catch {
    return join(ROOT, 'server/run.ts')
  }
}

/** Another process may build the same version: the folder appears in one step, and nobody removes it for an older one. */
async function build(folder: string): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  const older = readdirSync(OUT).filter((name) => name !== basename(folder))
  const staging = mkdtempSync(join(OUT, 'building-'))
  try {
    await Bun.build({
      root: ROOT,
      entrypoints: [join(ROOT, 'server/run.ts')],
      outdir: staging,
      naming: ENTRY,
      target: 'bun',
      // Bun has bytecode of modules in binaries only.
      format: 'cjs',
      bytecode: true,
      minify: true,
      // The stack of an error names the functions and files of the source.
      sourcemap: 'linked',
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [ownFolders, withoutCaller],
    })
    if (!existsSync(folder)) renameSync(staging, folder)
    for (const name of older) rmSync(join(OUT, name), { recursive: true, force: true })
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** In the bundle, too, a file finds what is beside its source. */
const ownFolders: Bun.BunPlugin = {
  name: 'own folders',
  setup(build) {
    build.onLoad({ filter: /\/server\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll(/\bimport\.meta\.dir\b/g, JSON.stringify(dirname(path)))
        .replaceAll(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }))
  },
}
