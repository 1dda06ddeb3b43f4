import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

// node bin/bun.mjs run bench/sdk-size.ts [--write]
// What a page downloads for each client: bundled and minified by one bundler, gzipped, in bytes. The
// others' packages are installed into a temporary folder.

const ROOT = join(import.meta.dir, '..')
const SDK = join(ROOT, 'sdk/typescript/src')
const PEERS = {
  'socket.io-client': { version: '4.8.4', code: "export * from 'socket.io-client'" },
  centrifuge: { version: '5.8.0', code: "export * from 'centrifuge'" },
  '@ably/chat': {
    version: '1.4.0',
    also: 'ably@2.28.0',
    code: "export * from '@ably/chat'; export { Realtime } from 'ably'",
  },
  'stream-chat': { version: '9.53.0', code: "export * from 'stream-chat'" },
} as const
/** Nobody else's: it is on the page anyhow. */
const EXTERNAL = ['react', 'react/jsx-runtime', 'react-dom']

/** Of one module and all that it imports, in bytes. */
export async function sizeOf(code: string, folder = SDK): Promise<number> {
  const entry = join(folder, `size-${crypto.randomUUID()}.ts`)
  await Bun.write(entry, code)
  try {
    const built = await Bun.build({
      entrypoints: [entry],
      minify: true,
      format: 'esm',
      target: 'browser',
      external: EXTERNAL,
    })
    const text = (await built.outputs[0]?.text()) ?? ''
    return gzipSync(text, { level: 9 }).length
  } finally {
    rmSync(entry)
  }
}

export const OURS = {
  core: "export * from './index.ts'",
  'core and SSE': "export * from './index.ts'; export * from './sse.ts'",
  'core and React': "export * from './index.ts'; export * from './react.ts'",
  'core and window':
    "export * from './index.ts'; export * from './window.ts'; export * from './outbox.ts'; export * from './drafts.ts'",
  'core and storage': "export * from './index.ts'; export * from './store.ts'",
}

async function peers(): Promise<[string, number][]> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-sizes-'))
  try {
    await Bun.write(join(folder, 'package.json'), '{ "private": true }')
    const wanted = Object.entries(PEERS).flatMap(([name, peer]) => [
      `${name}@${peer.version}`,
      ...('also' in peer ? [peer.also] : []),
    ])
    const npm = Bun.spawn(['npm', 'install', '--silent', '--ignore-scripts', ...wanted], {
      cwd: folder,
    })
    if ((await npm.exited) !== 0) throw new Error('npm install failed')
    const sizes: [string, number][] = []
    for (const [name, { version, code }] of Object.entries(PEERS))
      sizes.push([`${name} ${version}`, await sizeOf(code, folder)])
    return sizes
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const rows: [string, number][] = []
  for (const [name, code] of Object.entries(OURS))
    rows.push([`**@parlance/sdk**, ${name}`, await sizeOf(code)])
  rows.push(...(await peers()))
  const kb = (bytes: number) => (bytes / 1000).toFixed(1)
  const table = [
    '| client | gzipped, KB |',
    '| --- | --: |',
    ...rows.map(([name, size]) => `| ${name} | ${kb(size)} |`),
  ].join('\n')
  console.log(table)
  if (process.argv.includes('--write'))
    for (const path of ['README.md', 'sdk/typescript/README.md']) {
      const page = Bun.file(join(ROOT, path))
      const written = (await page.text()).replace(
        /(<!-- sizes -->\n)[\s\S]*(<!-- \/sizes -->)/,
        (_, from, to) => `${from}\n${table}\n\n${to}`,
      )
      await Bun.write(page, written)
    }
}
