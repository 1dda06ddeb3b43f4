import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { renderAll } from '../site/build.ts'
import { SECTIONS } from '../site/contents.ts'
import { renderMarkdown } from '../site/markdown.ts'
import { parlance } from './support/parlance.ts'

// The documentation at /docs.

const ROOT = join(import.meta.dir, '..')

/** Bun's own fetch decompresses a body and leaves the header. */
const plain = async (url: string, encoding = 'identity') => {
  const answer = await fetch(url, {
    headers: { 'accept-encoding': encoding },
    decompress: false,
    redirect: 'manual',
  })
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) }
}

test('[DOC-4] pages are at /docs, compressed, without a script, and are not sent twice', async () => {
  await using server = await parlance()
  const { answer: short } = await plain(`${server.url}/docs`)
  expect([short.status, short.headers.get('location')]).toEqual([308, 'docs/'])
  const { answer, bytes } = await plain(`${server.url}/docs/`)
  const html = new TextDecoder().decode(bytes)
  expect(html).toContain('<h1 id="documentation">')
  expect(html).not.toContain('<script')
  expect(html).not.toMatch(/ (?:style|on\w+)="/)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toStartWith("default-src 'none'")
  expect(policy).not.toContain('script')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  for (const [encoding, open] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const packed = await plain(`${server.url}/docs/install`, encoding)
    expect(packed.answer.headers.get('content-encoding')).toBe(encoding)
    expect(open(packed.bytes).toString()).toContain('<h1 id="install">')
  }
  const headers = { 'if-none-match': answer.headers.get('etag') ?? '' }
  const again = await fetch(`${server.url}/docs/`, { headers })
  expect([again.status, await again.text()]).toEqual([304, ''])
  const [, style] = /href="(style-[0-9a-f]{8}\.css)"/.exec(html) ?? []
  const sheet = await fetch(`${server.url}/docs/${style}`)
  expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(sheet.headers.get('cache-control')).toContain('immutable')
})

test('[DOC-4] what is no page is refused, also by a path that leads out of the folder', async () => {
  await using server = await parlance()
  const { host } = new URL(server.url)
  for (const path of ['nope', 'install.html', '..%2f..%2fpackage.json', 'sources.sha256']) {
    const answer = await fetch(`http://${host}/docs/${path}`)
    expect([path, answer.status, (await answer.json()).code]).toEqual([path, 404, 'not_found'])
  }
  const posted = await fetch(`${server.url}/docs/install`, { method: 'POST' })
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('[DOC-5] no link is dead: not to a page, to a heading, or to a file', async () => {
  const pages = await renderAll()
  const byFile = new Map([...pages.values()].map((page) => [page.file, page]))
  const isDead = ({ file, anchor }: { file: string; anchor: string }) => {
    const ids = byFile.get(file)?.headings.map(({ id }) => id) ?? []
    return !existsSync(join(ROOT, file)) || (anchor !== '' && !ids.includes(anchor))
  }
  let count = 0
  for (const { file, links } of pages.values()) {
    expect([file, links.filter(isDead)]).toEqual([file, []])
    count += links.length
  }
  expect(count).toBeGreaterThan(300)
  const { links } = renderMarkdown(
    'docs/x.md',
    '[a](gone.md) [b](#gone) [c](install.md#gone)',
    () => '',
  )
  expect(links.filter(isDead)).toHaveLength(3)
})

test('[DOC-5] every document is a page, and every page lists all pages', async () => {
  const listed = new Set([...(await renderAll()).values()].map(({ file }) => file))
  const documents = [...new Bun.Glob('docs/**/*.md').scanSync(ROOT)]
  expect(documents.length).toBeGreaterThan(20)
  expect(documents.filter((file) => !listed.has(file))).toEqual([])
  await using server = await parlance()
  const html = await (await fetch(`${server.url}/docs/scaling`)).text()
  const slugs = SECTIONS.flatMap(({ pages }) => pages).map(({ slug }) => slug)
  expect(slugs.filter((slug) => !html.includes(`<a href="${slug}"`))).toEqual([])
  expect(html).toContain('<h2 id="one-node">')
  // Every link of a page to another one leads to a page.
  const names = [...html.matchAll(/href="([a-z0-9-]+)(?:#[^"]*)?"/g)].map(([, name]) => name)
  for (const name of new Set(names))
    expect([name, (await fetch(`${server.url}/docs/${name}`)).status]).toEqual([name, 200])
})
