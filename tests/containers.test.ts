import { expect, test } from 'bun:test'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { readConfig } from '../server/config.ts'

// What the container files say. tests/long/containers.test.ts runs them.

const ROOT = join(import.meta.dir, '..')
const read = (path: string) => Bun.file(join(ROOT, path)).text()
const Service = z.looseObject({
  image: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  mem_limit: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
})
const File = z.looseObject({ services: z.record(z.string(), Service) })
const FILES = [
  'compose.yaml',
  'deploy/compose.postgres.yaml',
  'deploy/compose.mariadb.yaml',
  'deploy/compose.cluster.yaml',
]
/** The files that are used together. */
const DEPLOYMENTS = [
  ['compose.yaml'],
  FILES.slice(0, 2),
  ['compose.yaml', 'deploy/compose.mariadb.yaml'],
  FILES.slice(3),
]

const parsed = async (path: string) => File.parse(Bun.YAML.parse(await read(path))).services

/** The services of one deployment: a later file adds to the services of an earlier one. */
async function servicesOf(paths: readonly string[]) {
  const services: Record<string, z.output<typeof Service>> = {}
  for (const path of paths)
    for (const [name, service] of Object.entries(await parsed(path))) {
      const before = services[name]
      services[name] =
        before === undefined
          ? service
          : { ...before, environment: { ...before.environment, ...service.environment } }
    }
  return services
}

/** As Compose does it, with `secret` for what must be set, and the defaults for the rest. */
const filledIn = (text: string): string =>
  text
    .replace(/\$\{\w+:\?[^}]*\}/g, 'secret')
    .replace(/\$\{\w+:-([^}]*)\}/g, (_, fallback: string) => fallback)

/** The settings of a server in a container, as `docker run` would pass them. */
async function settingsOf(environment: Readonly<Record<string, string>>) {
  const [, image = ''] = /^ENV (.*)$/m.exec(await read('deploy/Dockerfile')) ?? []
  const fromImage = Object.fromEntries(image.split(' ').map((pair) => pair.split('=', 2)))
  const given = Object.entries(environment).map(([name, value]) => [name, filledIn(value)])
  return { ...fromImage, ...Object.fromEntries(given) }
}

function warningsOf(settings: Readonly<Record<string, string>>): string[] {
  const warnings: string[] = []
  readConfig([], settings, (line) => warnings.push(line))
  return warnings
}

test('[INS-5] each variable that a container gives to the server is a setting, with a valid value', async () => {
  expect(warningsOf({ PARLANCE_HOSTS: '0.0.0.0' })).toHaveLength(1)
  let count = 0
  for (const paths of DEPLOYMENTS)
    for (const { image, environment } of Object.values(await servicesOf(paths))) {
      if (image !== 'parlance') continue
      expect(warningsOf(await settingsOf(environment))).toEqual([])
      count++
    }
  expect(count).toBeGreaterThan(4)
})

test('[INS-5] servers have no privileges, and every service has limits and a health check', async () => {
  const image = await read('deploy/Dockerfile')
  expect(image).toMatch(/^USER parlance$/m)
  expect(image).toMatch(/^HEALTHCHECK .*CMD \["parlance", "health"\]$/m)
  for (const paths of DEPLOYMENTS)
    for (const [name, service] of Object.entries(await servicesOf(paths))) {
      expect(service.mem_limit, name).toBeDefined()
      if (service.image === 'parlance')
        expect({ name, ...service }).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
      else expect(service.healthcheck?.test.length, name).toBeGreaterThan(0)
    }
})

test('[INS-5] the image is built with every file that the documentation is made of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-image-'))
  try {
    const allowed = (await read('deploy/Dockerfile.dockerignore'))
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))
    const copies = [...(await read('deploy/Dockerfile')).matchAll(/^COPY (?!--)(.+) (\S+)$/gm)]
    expect(copies.length).toBeGreaterThan(8)
    for (const [, sources = '', to = ''] of copies)
      for (const source of sources.split(' ')) {
        expect(allowed.some((path) => source === path || source.startsWith(`${path}/`))).toBe(true)
        const files = source.includes('*') ? [...new Bun.Glob(source).scanSync(ROOT)] : [source]
        for (const file of files)
          if (file !== 'web' && file !== 'server')
            cpSync(join(ROOT, file), join(folder, to === './' ? file : to), { recursive: true })
      }
    rmSync(join(folder, 'site/manual'), { recursive: true, force: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const build = Bun.spawnSync([process.execPath, 'run', 'site/build.ts'], {
      cwd: folder,
      env: process.env,
    })
    expect([build.exitCode, build.stderr.toString()]).toEqual([0, ''])
    expect(existsSync(join(folder, 'site/manual/index.html.br'))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('[INS-5] Compose names each secret that is not set, and none is in a file', async () => {
  for (const path of FILES) {
    const text = await read(path)
    for (const [, value = ''] of text.matchAll(
      /(?:(?<!RANDOM_ROOT_)PASSWORD|REDISCLI_AUTH): (\S+)/g,
    ))
      expect(value).toMatch(/^\$\{\w+:\?/)
    for (const [, value = ''] of text.matchAll(/:\/\/\w*:([^@\s]*)@/g))
      expect(value, path).toMatch(/^\$\{\w+:\?/)
  }
  expect(await read('deploy/compose.postgres.yaml')).toContain('${POSTGRES_PASSWORD:?set it')
})

test('[INS-6] make creates and runs the containers of the profile, behind one published port', async () => {
  const services = await parsed('compose.yaml')
  const split = Object.keys(services).filter((name) => services[name]?.profiles.includes('split'))
  expect(split).toEqual(['backend', 'frontend'])
  const make = await read('Makefile')
  expect(make).toMatch(/^compose = docker compose --profile split$/m)
  const recipe = (target: string) =>
    new RegExp(`^${target}:\\n\\t\\$\\(compose\\) (.*)$`, 'm').exec(make)?.[1]
  expect(recipe('all')).toBe('create --build backend frontend')
  expect(recipe('runBackend')).toBe('up --no-deps backend')
  expect(recipe('runFrontend')).toBe('up --no-deps frontend')
  expect(services['backend']?.ports).toEqual([])
  for (const name of ['frontend', 'parlance'])
    expect(services[name]?.ports.map(filledIn), name).toEqual(['8000:8000'])
  expect(services['parlance']?.profiles).toEqual([])
})
