import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const OUT = join(import.meta.dir, 'dist')
const TEXT = /\.(html|js|css|svg)$/

/**
 * Bundles the app into web/dist, and the SDK as `sdk.js` for pages that need no bundler; each file also
 * compressed. Answers the sizes, in bytes.
 */
export async function buildWeb() {
  const app = await bundle('index.html', { splitting: true })
  const sdk = await bundle('../sdk/typescript/src/index.ts', { naming: 'sdk.js' })
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  return Promise.all(
    [...app, ...sdk].map(async (output) =>
      write(output.path, Buffer.from(await output.arrayBuffer())),
    ),
  )
}

async function bundle(entry: string, how: Partial<Bun.BuildConfig>) {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, entry)],
    minify: true,
    publicPath: '/',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...how,
  } as Bun.BuildConfig)
  return outputs
}

async function write(path: string, bytes: Buffer) {
  const to = join(OUT, path)
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
