import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureWeb } from '../../web/build.ts'

const DIST = join(import.meta.dir, '../../web/dist')

/**
 * The web app as a later build of it would be: its first script has another name and another content, and the service worker
 * another version. Disposing it removes the folder.
 */
export async function otherBuild() {
  await ensureWeb()
  const folder = mkdtempSync(join(tmpdir(), 'parlance-build-'))
  cpSync(DIST, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) })
  const script = /<script[^>]* src="\.\/(chunk-\w+\.js)"/.exec(
    readFileSync(join(folder, 'index.html'), 'utf8'),
  )?.[1]
  if (script === undefined) throw new Error('index.html has no script')
  const renamed = 'chunk-0therone.js'
  mkdirSync(join(folder, 'previous'), { recursive: true })
  cpSync(join(folder, script), join(folder, 'previous', script))
  renameSync(join(folder, script), join(folder, renamed))
  for (const name of readdirSync(folder).filter((name) => /\.(html|js)$/.test(name))) {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8').replaceAll(script, renamed)
    await Bun.write(path, name === renamed ? `${text};globalThis.isOtherBuild = true` : text)
  }
  const worker = join(folder, 'sw.js')
  await Bun.write(
    worker,
    readFileSync(worker, 'utf8').replace(/version:"\w{12}"/, 'version:"0123456789ab"'),
  )
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}
