import { existsSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '../../..')
const MODULES = '/usr/lib/apache2/modules'
const APACHE_MODULES = [
  'mpm_event',
  'authz_core',
  'socache_shmcb',
  'ssl',
  'http2',
  'headers',
  'alias',
  'filter',
  'deflate',
  'slotmem_shm',
  'proxy',
  'proxy_http',
  'proxy_wstunnel',
  'proxy_balancer',
  'lbmethod_bybusyness',
]

/** What stands ready for a proxy that is started. */
export type Place = {
  readonly folder: string
  readonly port: number
  /** The ports of the nodes. */
  readonly nodes: readonly number[]
  /** Of the certificate, of its key, and of both in one. */
  readonly files: { readonly cert: string; readonly key: string; readonly both: string }
}

export type ProxyServer = {
  readonly name: string
  /** Undefined where the machine has none. */
  readonly binary: string | undefined
  /** From the root of the repository: what docs/proxies/README.md tells people to copy. */
  readonly config: string
  /** What a distribution puts around it, and what compresses as much as it can. */
  readonly around: (config: string, place: Place) => string
  readonly args: (file: string, place: Place) => readonly string[]
  readonly env?: (place: Place) => Readonly<Record<string, string>>
  readonly hasHttp2: boolean
  /** Where Parlance is: at the host's root, below a path, or both. */
  readonly paths: readonly ('' | '/chat')[]
  readonly scheme: 'https' | 'http'
}

const express = (path: '' | '/chat'): ProxyServer => ({
  name: path === '' ? 'Express' : `Express at ${path}`,
  binary: Bun.which('node') ?? undefined,
  config: 'docs/proxies/express.mjs',
  around: (config) => config,
  // Not a copy, so that it finds its packages.
  args: () => [join(ROOT, 'docs/proxies/express.mjs')],
  env: ({ port, nodes, files }) => ({
    PORT: `${port}`,
    CERT: files.cert,
    KEY: files.key,
    NODES: nodes.map((node) => `http://127.0.0.1:${node}`).join(' '),
    BELOW: path,
  }),
  hasHttp2: false,
  paths: [path],
  scheme: 'https',
})

const found = (variable: string, name: string, path = '') =>
  process.env[variable] ?? Bun.which(name) ?? (existsSync(path) ? path : undefined)
const CADDY = found('CADDY', 'caddy')
const caddyEnv = ({ folder, nodes }: Place) => ({
  XDG_CONFIG_HOME: folder,
  XDG_DATA_HOME: folder,
  PARLANCE_NODES: nodes.map((node) => `127.0.0.1:${node}`).join(' '),
})
const caddyArgs = (file: string) => ['run', '--config', file, '--adapter', 'caddyfile']

/** The proxies that stand before Parlance most often, each with the configuration that the docs give. */
export const PROXIES: readonly ProxyServer[] = [
  {
    name: 'nginx',
    binary: found('NGINX', 'nginx', '/usr/sbin/nginx'),
    config: 'docs/proxies/nginx.conf',
    around: (config, { folder }) =>
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/log;
      events {}
      http {
        access_log off; gzip on; gzip_proxied any; gzip_types *;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
        ${config}
      }`,
    args: (file, { folder }) => ['-p', folder, '-e', `${folder}/log`, '-c', file],
    hasHttp2: true,
    paths: ['', '/chat'],
    scheme: 'https',
  },
  {
    name: 'HAProxy',
    binary: found('HAPROXY', 'haproxy', '/usr/sbin/haproxy'),
    config: 'docs/proxies/haproxy.cfg',
    around: (config) =>
      `global\n    maxconn 1000\n${config.replace(/^defaults$/m, '$&\n    compression algo gzip')}`,
    args: (file) => ['-db', '-f', file],
    hasHttp2: true,
    paths: ['', '/chat'],
    scheme: 'https',
  },
  {
    name: 'Caddy',
    binary: CADDY,
    config: 'docs/proxies/Caddyfile',
    around: (config, { port, files }) =>
      `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${config.replace(
        /^([a-z0-9.]+) \{$/gm,
        `https://$1:${port} {\n\ttls ${files.cert} ${files.key}`,
      )}`,
    args: caddyArgs,
    env: caddyEnv,
    hasHttp2: true,
    paths: ['', '/chat'],
    scheme: 'https',
  },
  {
    name: 'the Caddy of deploy/',
    binary: CADDY,
    config: 'deploy/Caddyfile',
    around: (config, { port }) =>
      `{\n\tadmin off\n}\n${config.replace(/^:8000 \{$/m, `http://localhost:${port} {\n\tencode gzip`)}`,
    args: caddyArgs,
    env: caddyEnv,
    hasHttp2: false,
    paths: [''],
    scheme: 'http',
  },
  {
    name: 'Apache',
    binary: found('APACHE', 'apache2', '/usr/sbin/apache2'),
    config: 'docs/proxies/apache.conf',
    around: (config, { folder, port }) =>
      [
        `ServerRoot ${folder}\nDefaultRuntimeDir ${folder}\nPidFile ${folder}/pid\nErrorLog ${folder}/log`,
        ...APACHE_MODULES.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
        `ServerName localhost\nUser www-data\nGroup www-data\nListen 127.0.0.1:${port}`,
        'SetOutputFilter DEFLATE',
        config,
      ].join('\n'),
    args: (file, { folder }) => ['-d', folder, '-f', file, '-D', 'FOREGROUND'],
    hasHttp2: true,
    paths: ['', '/chat'],
    scheme: 'https',
  },
  express(''),
  express('/chat'),
]

/** Without one its test is skipped; where nothing may be, that is a failure. */
export function needsProxies(): void {
  const absent = PROXIES.filter(({ binary }) => binary === undefined).map(({ name }) => name)
  if (process.env['REQUIRE_SERVICES'] === '1' && absent.length > 0)
    throw new Error(`bin/services installs what is missing: ${absent.join(', ')}`)
}
