import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const OUT = join(import.meta.dir, 'dist')
const TEXT = /\.(html|js|css|svg)$/

const ROOT = join(import.meta.dir, '..')
/** Everything that the bundles depend on: package-lock.json names the versions of the packages. */
const SOURCES = ['web/**/*', 'sdk/typescript/src/**/*'].map((pattern) => new Bun.Glob(pattern))
const SETTINGS = ['package-lock.json', 'tsconfig.json']
/** The hash of the sources of web/dist. */
const STAMP = join(ROOT, 'node_modules/.parlance-web')

/** Builds the app, unless web/dist is of these sources. */
export async function ensureWeb(): Promise<void> {
  const isBuilt = existsSync(STAMP) && existsSync(join(OUT, 'index.html'))
  if (!isBuilt || readFileSync(STAMP, 'utf8') !== hashOfSources()) await buildWeb()
}

function hashOfSources(): string {
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  const sources = SOURCES.flatMap((glob) => [...glob.scanSync(ROOT)]).filter(
    (path) => !path.startsWith('web/dist'),
  )
  for (const path of [...sources.sort(), ...SETTINGS])
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)))
  return hash.digest('hex')
}

/** The deepest address of a screen, in folders: `/r/<room>/t/<message>` has three. */
const DEEPEST = 4

/**
 * Bundles the app into web/dist, and the SDK as `sdk.js` for pages without a bundler. Each file is also written
 * compressed. Returns the sizes in bytes.
 */
async function buildWeb() {
  const sources = hashOfSources()
  const app = await bundle('index.html', { splitting: true })
  const sdk = await bundle('../sdk/typescript/src/index.ts', { naming: 'sdk.js' })
  const staging = `${OUT}-${process.pid}`
  mkdirSync(staging, { recursive: true })
  const files = [...app, ...sdk].map(async (output) => ({
    path: output.path.replace(/^\.\//, ''),
    bytes: Buffer.from(await output.arrayBuffer()),
  }))
  const all = (await Promise.all(files)).flatMap((file) =>
    file.path === 'index.html' ? pagesOf(file.bytes) : [file],
  )
  const sizes = await Promise.all(
    all.map(({ path, bytes }) => write(staging, path, bytes)),
  ).finally(() => replace(staging))
  writeFileSync(STAMP, sources)
  return sizes
}

/**
 * The page for each depth of an address. Its `<base>` leads back to the root of the app, which is at any path of a
 * proxy.
 */
function pagesOf(page: Buffer) {
  const html = page.toString()
  const base = '<base href="./"'
  if (!html.includes(base)) throw new Error(`index.html has no ${base}`)
  return Array.from({ length: DEEPEST + 1 }, (_, depth) => ({
    path: depth === 0 ? 'index.html' : `index.${depth}.html`,
    bytes: Buffer.from(html.replace(base, `<base href="${'../'.repeat(depth) || './'}"`)),
  }))
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
