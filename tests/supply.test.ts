import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { SBOM, sbomOf } from '../bin/sbom.ts'
import { freshDatabase } from './support/database.ts'
import { parlance } from './support/parlance.ts'
import { freePort } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// What Parlance is made of and what it runs with: packages, licences, images, and the services of the Compose file.

const ROOT = join(import.meta.dir, '..')
const LOCK = 'package-lock.json'
const REDIS_SERVER = Bun.which('redis-server') ?? Bun.which('valkey-server')
const COMPOSE = await Bun.file(join(ROOT, 'deploy/compose.cluster.yaml')).text()
const { services } = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        ports: z.array(z.string()).default([]),
        command: z.array(z.string()).default([]),
        environment: z.record(z.string(), z.string()).default({}),
        healthcheck: z.object({ test: z.array(z.string()) }).optional(),
      }),
    ),
  })
  .parse(Bun.YAML.parse(COMPOSE))

test('[SUP-1] the SBOM has every package that is not of development alone, with its hash', async () => {
  const { packages } = await Bun.file(join(ROOT, LOCK)).json()
  const pinned = (isMeant: (dev: boolean) => boolean) =>
    Object.keys(packages)
      .filter((path) => path !== '' && isMeant(packages[path].dev === true))
      .map((path) => `${path.replace(/^.*node_modules\//, '')}@${packages[path].version}`)
  const { components } = await sbomOf(ROOT)
  const listed = components.map(({ name, version }) => `${name}@${version}`)
  expect(pinned((dev) => dev).length).toBeGreaterThan(100)
  expect(listed.sort()).toEqual(pinned((dev) => !dev).sort())
  for (const { name, hashes } of components)
    expect(hashes[0], name).toEqual({ alg: 'SHA-512', content: expect.stringMatching(/^\w{128}$/) })
})

test('[SUP-2] a licence that nobody has allowed fails, with a line that names the package', async () => {
  const project = mkdtempSync(join(tmpdir(), 'parlance-licences-'))
  try {
    const lock = await Bun.file(join(ROOT, LOCK)).json()
    const manifest = await Bun.file(join(ROOT, 'package.json')).json()
    const add = (name: string, about: object) => {
      lock.packages[''].dependencies[name] = manifest.dependencies[name] = '1.0.0'
      lock.packages[`node_modules/${name}`] = { version: '1.0.0', ...about }
    }
    add('copyleft', { license: 'GPL-3.0-only' })
    add('either', { license: '(MIT OR GPL-3.0-only)' })
    add('silent', {})
    add('fine', { license: 'MIT' })
    await Bun.write(join(project, LOCK), JSON.stringify(lock))
    await Bun.write(join(project, 'package.json'), JSON.stringify(manifest))
    const script = join(ROOT, 'bin/sbom.ts')
    const run = Bun.spawnSync([process.execPath, 'run', script, project], { env: process.env })
    const list = 'is not on the list in bin/sbom.ts'
    expect(run.stderr.toString().trim().split('\n')).toEqual([
      `copyleft@1.0.0: its licence (GPL-3.0-only) ${list}`,
      `either@1.0.0: its licence ((MIT OR GPL-3.0-only)) ${list}`,
      `silent@1.0.0: its licence (none) ${list}`,
    ])
    expect(run.exitCode).toBe(1)
    expect((await Bun.file(join(project, SBOM)).json()).bomFormat).toBe('CycloneDX')
  } finally {
    rmSync(project, { recursive: true })
  }
})

/** The images of other people in a Dockerfile or a Compose file that are not named by version and digest. */
function unpinned(text: string): string[] {
  return [...text.matchAll(/^(?:FROM|\s*image:)\s+(?<image>\S+)/gm)]
    .map(({ groups }) => groups?.['image'] ?? '')
    .filter((image) => image !== 'parlance')
    .filter((image) => !/^[a-z]+:[\w.-]*\d[\w.-]*@sha256:[0-9a-f]{64}$/.test(image))
}

test('[SUP-3] each image in deploy/ is named by its version and its digest', async () => {
  const planted = ['redis:7', 'caddy', `debian@sha256:${'a'.repeat(64)}`, 'node:22@sha256:abc']
  expect(unpinned(planted.map((image) => `  image: ${image}\n`).join(''))).toEqual(planted)
  expect(unpinned('FROM node:22 AS build\nFROM debian\n')).toEqual(['node:22', 'debian'])
  const deploy = new Bun.Glob('deploy/{Dockerfile,*.yaml}')
  const files = ['compose.yaml', ...(await Array.fromAsync(deploy.scan(ROOT)))]
  expect(files.sort()).toEqual([
    'compose.yaml',
    'deploy/Dockerfile',
    'deploy/compose.cluster.yaml',
    'deploy/compose.mariadb.yaml',
    'deploy/compose.postgres.yaml',
  ])
  for (const file of files) expect(unpinned(await Bun.file(join(ROOT, file)).text())).toEqual([])
})

/** As Compose does it: `${NAME:?words}` is refused with the words, where there is no such variable. */
function filledIn(text: string, given: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\{(\w+):([?-])([^}]*)\}/g,
    (_, name: string, kind: string, rest: string) => {
      if (given[name]) return given[name]
      if (kind === '?') throw new Error(`${name}: ${rest}`)
      return rest
    },
  )
}

test('[SUP-4] only Parlance’s own port is published, and each password must be given', () => {
  const published = Object.entries(services).flatMap(([name, { ports }]) =>
    ports.map((port) => `${name} ${filledIn(port, {})}`),
  )
  expect(published).toEqual(['proxy 8000:8000'])
  const words = 'set it, for example to the output of openssl rand -hex 24'
  const passwords = { POSTGRES_PASSWORD: 'one', REDIS_PASSWORD: 'other' }
  expect(() => filledIn(COMPOSE, passwords)).not.toThrow()
  for (const name of ['POSTGRES_PASSWORD', 'REDIS_PASSWORD'])
    expect(() => filledIn(COMPOSE, { ...passwords, [name]: '' })).toThrow(`${name}: ${words}`)
  const uses = [...COMPOSE.matchAll(/\$\{?\w*PASSWORD([^}]*)/g)]
  expect(uses.length).toBe(5)
  for (const [, demand] of uses) expect(demand).toBe(`:?${words}`)
})

test.skipIf(
  process.env['REQUIRE_SERVICES'] !== '1' &&
    (REDIS_SERVER === null || process.env['TEST_POSTGRES_URL'] === undefined),
)(
  '[SUP-4] Redis, started as Compose starts it, serves only who has the password',
  async () => {
    const { redis, 'node-1': node } = services
    const given = { POSTGRES_PASSWORD: 'one', REDIS_PASSWORD: crypto.randomUUID() }
    const port = await freePort()
    const [, ...flags] = redis?.command.map((word) => filledIn(word, given)) ?? []
    const server = Bun.spawn(
      [REDIS_SERVER ?? 'redis-server', ...flags, '--port', `${port}`, '--bind', '127.0.0.1'],
      { stdout: 'ignore' },
    )
    const database = await freshDatabase(undefined, 'postgres')
    try {
      const isHealthy = (environment: Record<string, string>) => {
        const [, test = ''] = redis?.healthcheck?.test ?? []
        const env = { ...process.env, ...environment }
        const check = test.replace('redis-cli', `redis-cli -p ${port}`)
        return Bun.spawnSync(['sh', '-c', check], { env, stderr: 'ignore' }).exitCode === 0
      }
      const auth = filledIn(redis?.environment['REDISCLI_AUTH'] ?? '', given)
      await waitFor(() => isHealthy({ REDISCLI_AUTH: auth }))
      expect(isHealthy({})).toBe(false)
      const url = filledIn(node?.environment['PARLANCE_REDIS_URL'] ?? '', given)
      const here = (at: string) => ({
        PARLANCE_DATABASE_URL: database.url,
        PARLANCE_REDIS_URL: at.replace('redis:6379', `127.0.0.1:${port}`),
      })
      await expect(parlance(here('redis://redis:6379'))).rejects.toThrow('rejects the password')
      await using chat = await parlance(here(url))
      expect((await fetch(`${chat.url}/readyz`)).status).toBe(200)
    } finally {
      server.kill()
      await server.exited
      await database.drop()
    }
  },
  // Bun ends Redis when the time is over, and the server would wait for it without end.
  60_000,
)
