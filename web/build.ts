import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const OUT = join(import.meta.dir, 'dist')
const TEXT = /\.(html|js|css|svg)$/

/**
 * Bundles the app into web/dist, and the SDK as `sdk.js` for pages without a bundler. Each file is also written
 * compressed. Returns the sizes in bytes.
 */
export async function buildWeb() {
  const app = await bundle('index.html', { splitting: true })
  const sdk = await bundle('../sdk/typescript/src/index.ts', { naming: 'sdk.js' })
  const staging = `${OUT}-${process.pid}`
  mkdirSync(staging, { recursive: true })
  try {
    return await Promise.all(
      [...app, ...sdk].map(async (output) =>
        write(staging, output.path, Buffer.from(await output.arrayBuffer())),
      ),
    )
  } finally {
    replace(staging)
  }
}

/** In one step, because a server may read the files meanwhile, or another process may build them too. */
function replace(staging: string): void {
  rmSync(OUT, { recursive: true, force: true })
  try {
    renameSync(staging, OUT)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    if (!existsSync(OUT)) throw error
  }
}

async function bundle(entry: string, options: Partial<Bun.BuildConfig>) {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, entry)],
    minify: true,
    // Relative, so that the page works below any path of a proxy.
    publicPath: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...options,
  } as Bun.BuildConfig)
  return outputs
}

async function write(folder: string, path: string, bytes: Buffer) {
  const to = join(folder, path)
  await Bun.write(to, bytes)
  if (!TEXT.test(path)) return { path, size: bytes.length }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, quality),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  await Promise.all([Bun.write(`${to}.br`, br), Bun.write(`${to}.gz`, gz)])
  return { path, size: bytes.length, br: br.length, gz: gz.length }
}

if (import.meta.main) console.table(await buildWeb())
