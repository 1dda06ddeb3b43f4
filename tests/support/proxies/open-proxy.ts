import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../process.ts'
import { waitFor } from '../wait.ts'
import type { Place, ProxyServer } from './proxies.ts'

const ROOT = join(import.meta.dir, '../../..')

/** One address at which Parlance is reached. */
export type Front = { readonly name: string; readonly url: string; readonly hasHttp2: boolean }

/** Starts a proxy with the configuration of the docs, on a free port, in front of these nodes. */
export async function openProxy(proxy: ProxyServer, nodes: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-proxy-'))
  const place = { folder, port: await freePort(), nodes, files: await certificate(folder) }
  const file = join(folder, 'config')
  const config = inPlace(await Bun.file(join(ROOT, proxy.config)).text(), place)
  await Bun.write(file, proxy.around(config, place))
  const child = Bun.spawn([proxy.binary ?? '', ...proxy.args(file, place)], {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: Bun.file(join(folder, 'said')),
    env: { PATH: process.env['PATH'], ...proxy.env?.(place) },
  })
  const fronts: Front[] = proxy.paths.map((path) => ({
    name: path === '' ? proxy.name : `${proxy.name} below ${path}/`,
    url: `${proxy.scheme}://${path === '' || proxy.paths.length === 1 ? 'localhost' : '127.0.0.1'}:${place.port}${path}`,
    hasHttp2: proxy.hasHttp2,
  }))
  const isUp = ({ url }: Front) =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const end = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 2000)
    await child.exited
    clearTimeout(late)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    for (const front of fronts)
      await waitFor(async () => (await isUp(front)) || child.exitCode !== null)
    if (child.exitCode !== null) throw new Error(`${proxy.name}: ${await said(folder)}`)
  } catch (error) {
    await end()
    throw error
  }
  return { fronts, [Symbol.asyncDispose]: end }
}

/** The names, ports and files of the docs become those of this machine. */
function inPlace(config: string, { port, nodes, files }: Place): string {
  return config
    .replaceAll('chat.example.com', 'localhost')
    .replaceAll('example.com', '127.0.0.1')
    .replaceAll('127.0.0.1:8001', `127.0.0.1:${nodes[0]}`)
    .replaceAll('127.0.0.1:8002', `127.0.0.1:${nodes[1]}`)
    .replaceAll('/etc/ssl/chat.crt', files.cert)
    .replaceAll('/etc/ssl/chat.key', files.key)
    .replaceAll('/etc/ssl/chat.pem', files.both)
    .replace(/\b443\b/g, `${port}`)
}

/** Made for this machine, by itself. */
async function certificate(folder: string): Promise<Place['files']> {
  const [cert = '', key = '', both = ''] = ['crt', 'key', 'pem'].map((end) => join(folder, end))
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const made = Bun.spawnSync([
    'openssl',
    'req',
    '-x509',
    ...curve,
    ...subject,
    '-keyout',
    key,
    '-out',
    cert,
  ])
  if (!made.success) throw new Error(made.stderr.toString())
  await Bun.write(both, `${await Bun.file(cert).text()}${await Bun.file(key).text()}`)
  return { cert, key, both }
}

/** Why it did not start. */
async function said(folder: string): Promise<string> {
  const texts = ['said', 'log'].map((name) =>
    Bun.file(join(folder, name))
      .text()
      .catch(() => ''),
  )
  return (await Promise.all(texts)).join('')
}
