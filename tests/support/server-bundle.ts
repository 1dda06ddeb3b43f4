import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const SERVER = join(import.meta.dir, '../../server')
/** The bundle that a test run makes for its suites. Undefined in a suite that runs by itself. */
export const BUNDLE = process.env['TEST_SERVER_PROGRAM']

/** The program of a server that is a process of its own: the bundle or the source. */
export const SERVER_PROGRAM = BUNDLE ?? join(SERVER, 'main.ts')

/**
 * Bundles the server with its bytecode, and returns the path of the program: a start takes 0.4 s of CPU, from source 0.65 s. Its
 * code finds the files of the repository, because it knows the folders of its sources.
 */
export async function bundleServer(folder: string): Promise<string> {
  // Without the `await` of main.ts, which CommonJS does not have: only CommonJS can have bytecode without being a binary.
  const entry = join(folder, 'parlance-server.ts')
  const run = JSON.stringify(join(SERVER, 'run.ts'))
  writeFileSync(entry, `import { run } from ${run}\nvoid run(process.argv.slice(2))\n`)
  await Bun.build({
    entrypoints: [entry],
    outdir: join(folder, 'server'),
    target: 'bun',
    format: 'cjs',
    bytecode: true,
    plugins: [{ name: 'folders of the sources', setup: keepFolders }],
  })
  return join(folder, 'server/parlance-server.js')
}

function keepFolders(builder: Bun.PluginBuilder): void {
  builder.onLoad({ filter: /\/server\/.*\.ts$/ }, async ({ path }) => {
    const text = await Bun.file(path).text()
    const contents = text
      .replaceAll('import.meta.dir', JSON.stringify(dirname(path)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    return { contents, loader: 'ts' }
  })
}
