import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { hashOfSources } from '../bin/sources.ts'

const OUT = join(import.meta.dir, 'dist')
/** The files of the build before, for pages that are still open: they load their chunks when they need them. */
const PREVIOUS = 'previous'
/** Files that are copied as they are. */
const STATIC = join(import.meta.dir, 'static')
/** The bundler cannot leave links to them as they are. */
const LINKS = `<link rel="manifest" href="./manifest.webmanifest"><link rel="apple-touch-icon" href="./icon-apple.png">`
const TEXT = /\.(html|js|css|svg|json|webmanifest)$/
/** Files that the service worker does not keep: only some users need them, and the app does without them. */
const ON_DEMAND = /^(sdk\.js|emoji-.*)$/
const HASHED = /-[0-9a-z]{8}\.\w+(\.br|\.gz)?$/

const ROOT = join(import.meta.dir, '..')
const SOURCES = ['web/**/*', 'sdk/typescript/src/**/*']
/** The hash of the sources of web/dist. */
const STAMP = join(ROOT, 'node_modules/.parlance-web')

/** Builds the app, unless web/dist is of these sources. */
export async function ensureWeb(): Promise<void> {
  const isBuilt = existsSync(STAMP) && existsSync(join(OUT, 'index.html'))
  if (!isBuilt || readFileSync(STAMP, 'utf8') !== hashOfWeb()) await buildWeb()
}

const hashOfWeb = () => hashOfSources(ROOT, SOURCES)

/** The deepest address of a screen, in folders: `/r/<room>/t/<message>` has three. */
const DEEPEST = 4

/**
 * Bundles the app into web/dist, and the SDK as `sdk.js` for pages without a bundler. Each file is also written
 * compressed. Returns the sizes in bytes.
 */
async function buildWeb() {
  const sources = hashOfWeb()
  const app = await bundle('index.html', { splitting: true })
  const sdk = await bundle('../sdk/typescript/src/index.ts', { naming: 'sdk.js' })
  const staging = `${OUT}-${process.pid}`
  mkdirSync(staging, { recursive: true })
  const files = [...app, ...sdk].map(async (output) => ({
    path: output.path.replace(/^\.\//, ''),
    bytes: Buffer.from(await output.arrayBuffer()),
  }))
  const ofApp = [...(await Promise.all(files)), ...staticFiles(), ...(await emojiFiles())].flatMap(
    (file) => (file.path === 'index.html' ? pagesOf(file.bytes) : [file]),
  )
  const all = [...ofApp, await workerOf(ofApp)]
  keepPrevious(staging, new Set(all.map(({ path }) => path)))
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
  const html = page.toString().replace('</head>', `${LINKS}</head>`)
  const base = '<base href="./"'
  if (!html.includes(base)) throw new Error(`index.html has no ${base}`)
  return Array.from({ length: DEEPEST + 1 }, (_, depth) => ({
    path: depth === 0 ? 'index.html' : `index.${depth}.html`,
    bytes: Buffer.from(html.replace(base, `<base href="${'../'.repeat(depth) || './'}"`)),
  }))
}

const staticFiles = () =>
  readdirSync(STATIC).map((path) => ({ path, bytes: readFileSync(join(STATIC, path)) }))

/** `emoji-<language>.json`: the emoji with their names in a language. Those in English are in the picker. */
async function emojiFiles() {
  const { EMOJI_LANGUAGES, slimEmoji } = await import('./features/emoji/slim.ts')
  return EMOJI_LANGUAGES.filter((language) => language !== 'en').map((language) => ({
    path: `emoji-${language}.json`,
    bytes: Buffer.from(JSON.stringify(slimEmoji(language))),
  }))
}

/** The service worker knows the files of the app, and a version that changes with any of them. */
async function workerOf(files: readonly { readonly path: string; readonly bytes: Buffer }[]) {
  const ofApp = files.filter(({ path }) => !ON_DEMAND.test(path))
  const hash = new Bun.CryptoHasher('sha256')
  for (const { path, bytes } of ofApp) hash.update(`\0${path}\0`).update(bytes)
  const build = {
    version: hash.digest('hex').slice(0, 12),
    files: ofApp.map(({ path }) => (path === 'index.html' ? './' : path)),
  }
  const [worker] = await bundle('worker/sw.ts', {
    define: { BUILD: JSON.stringify(build) },
  })
  if (worker === undefined) throw new Error('the service worker was not built')
  return { path: 'sw.js', bytes: Buffer.from(await worker.arrayBuffer()) }
}

/** Copies the files of the build that is replaced, except for those that the new one has, too. */
function keepPrevious(staging: string, now: ReadonlySet<string>): void {
  mkdirSync(join(staging, PREVIOUS))
  if (!existsSync(OUT)) return
  const names = readdirSync(OUT).filter((name) => HASHED.test(name))
  for (const name of names)
    if (!now.has(name.replace(/\.(br|gz)$/, '')))
      cpSync(join(OUT, name), join(staging, PREVIOUS, name))
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
    plugins: [fewerChunks, withoutShim],
    ...options,
  } as Bun.BuildConfig)
  return outputs
}

/**
 * The bundler makes a chunk of its own for each set of screens that share a module, which costs a request and up to 200
 * bytes. These small modules get into the chunk of another module instead, which every page of theirs downloads.
 */
const INTO: Readonly<Record<string, readonly string[]>> = {
  'web/session/session.ts': ['lib/paths', 'ui/toast'],
  'web/ui/icons.tsx': ['lib/settings', 'session/api', 'ui/states'],
  'web/session/signed-in.ts': [
    ...['lib/keys', 'lib/regions', 'lib/use-today', 'ui/avatar', 'ui/relative-time'],
    'features/rights/index',
  ],
}
const fewerChunks: Bun.BunPlugin = {
  name: 'fewer chunks',
  setup(build) {
    for (const [file, modules] of Object.entries(INTO))
      build.onLoad({ filter: new RegExp(`/${file}$`) }, ({ path }) => ({
        contents: [readFileSync(path, 'utf8'), ...modules.map(importOf)].join('\n'),
        loader: 'tsx',
      }))
  },
}
const importOf = (module: string): string => {
  const path = join(import.meta.dir, module)
  return `import ${JSON.stringify(existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.tsx`)}`
}

/** React has had `useSyncExternalStore` since version 18: wouter's shim is for older ones. */
const withoutShim: Bun.BunPlugin = {
  name: 'without shim',
  setup(build) {
    build.onResolve({ filter: /^use-sync-external-store\/shim/ }, () => ({
      path: Bun.resolveSync('react', import.meta.dir),
    }))
  },
}

async function write(folder: string, path: string, bytes: Buffer) {
  const to = join(folder, path)
  await Bun.write(to, bytes)
  if (!TEXT.test(path)) return { path, size: bytes.length }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  // By libdeflate the files are 3 % smaller than by zlib. Browsers ask for brotli over HTTPS only.
  const gz = Bun.gzipSync(new Uint8Array(bytes), { library: 'libdeflate', level: 12 })
  const br = await promisify(brotliCompress)(bytes, quality)
  await Promise.all([Bun.write(`${to}.br`, br), Bun.write(`${to}.gz`, gz)])
  return { path, size: bytes.length, br: br.length, gz: gz.length }
}

if (import.meta.main) console.table(await buildWeb())
