import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { FIRST, SECTIONS, SHOWN_AS_THEY_ARE, slugOf } from './contents.ts'
import { codeBlock, escapeHtml, type Rendered, renderMarkdown } from './markdown.ts'
import { pageOf } from './template.ts'

const ROOT = join(import.meta.dir, '..')
/** The pages, which the server has at `/docs`. The base name is that in the binary: bin/package/binary.ts. */
export const OUT = join(import.meta.dir, 'manual')
/** Of which sources the pages are. */
const STAMP = 'sources.sha256'
/** Level 11 takes six times as long for two hundredths of the size, and a first reader waits for it. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Builds the pages, unless they are of these sources. */
export async function ensureManual(): Promise<void> {
  const stamp = join(OUT, STAMP)
  const sources = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  const staging = `${OUT}-${process.pid}`
  mkdirSync(staging, { recursive: true })
  try {
    const files = [...(await renderPages())].map(([name, text]) => write(join(staging, name), text))
    await Promise.all(files)
    writeFileSync(join(staging, STAMP), sources)
    replace(staging)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** In one step, because another process may read the pages, or build them, too. */
function replace(staging: string): void {
  rmSync(OUT, { recursive: true, force: true })
  try {
    renameSync(staging, OUT)
  } catch (error) {
    if (!existsSync(join(OUT, STAMP))) throw error
  }
}

async function write(path: string, text: string): Promise<void> {
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(text, QUALITY),
    promisify(gzip)(text, { level: 9 }),
  ])
  await Promise.all([
    Bun.write(path, text),
    Bun.write(`${path}.br`, br),
    Bun.write(`${path}.gz`, gz),
  ])
}

const pages = () => [FIRST, ...SECTIONS.flatMap((section) => section.pages)]

const shownFiles = (): string[] =>
  SHOWN_AS_THEY_ARE.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(ROOT)]).sort()

function hashOfSources(): string {
  const own = [...new Bun.Glob('site/*.{ts,css}').scanSync(ROOT)].sort()
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  for (const file of ['package.json', ...own, ...pages().map(({ file }) => file), ...shownFiles()])
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

/** Every page by its slug, with what it links to. */
export async function renderAll(): Promise<ReadonlyMap<string, Rendered & { file: string }>> {
  const slugs = new Map(pages().map(({ file, slug }) => [file, slug === FIRST.slug ? './' : slug]))
  for (const file of shownFiles()) slugs.set(file, slugOf(file))
  const rendered = new Map<string, Rendered & { file: string }>()
  for (const { file, slug } of pages()) {
    const text = await Bun.file(join(ROOT, file)).text()
    rendered.set(slug, { file, ...renderMarkdown(file, text, (to) => slugs.get(to)) })
  }
  for (const file of shownFiles()) {
    const code = codeBlock(await Bun.file(join(ROOT, file)).text(), file.replace(/^.*\./, ''))
    const html = `<h1><code>${escapeHtml(file)}</code></h1>\n${code}`
    rendered.set(slugOf(file), { file, title: file, html, headings: [], links: [] })
  }
  return rendered
}

/** The files of the site, by their names. */
async function renderPages(): Promise<ReadonlyMap<string, string>> {
  const style = await Bun.file(join(import.meta.dir, 'style.css')).text()
  const hash = new Bun.CryptoHasher('sha256').update(style).digest('hex').slice(0, 8)
  const sheet = `style-${hash}.css`
  const rendered = await renderAll()
  const titles = new Map([...rendered].map(([slug, { title }]) => [slug, title]))
  const files = new Map([[sheet, style]])
  for (const [slug, page] of rendered) files.set(`${slug}.html`, pageOf(slug, page, titles, sheet))
  return files
}

if (import.meta.main) await ensureManual()
