import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE } from '../support/database.ts'
import { commandsOf, ROOT } from '../support/document-blocks.ts'
import { guestOf, pageOf } from '../support/packaged.ts'
import { freePort } from '../support/process.ts'
import { contexts, standInsFor } from '../support/stand-ins.ts'
import { waitFor } from '../support/wait.ts'

// The image, the Compose files and `make`, by a real Docker Engine: `eval "$(bin/docker-engine)"`. It asks no registry of
// images, so local ones made of Debian packages stand in for the base images, Caddy and the database servers.

const DOCKER = process.env['TEST_DOCKER']
const MINUTES = 60_000
if (DOCKER === undefined && DATABASE === 'sqlite')
  console.log(
    'skipped: tests/long/containers, because TEST_DOCKER is not set: eval "$(bin/docker-engine)"',
  )
/** Each database runs this file. The Compose files name their database themselves. */
const contained = test.skipIf(DATABASE !== 'sqlite' || DOCKER === undefined)

let folder = ''
let port = 0
let env: Record<string, string | undefined> = {}
beforeAll(async () => {
  if (DATABASE !== 'sqlite' || DOCKER === undefined) return
  folder = mkdtempSync(join(tmpdir(), 'parlance-containers-'))
  port = await freePort()
  env = {
    ...process.env,
    PATH: `${DOCKER}:${process.env['PATH']}`,
    COMPOSE_PROJECT_NAME: 'parlance-test',
    PARLANCE_PORT: `127.0.0.1:${port}`,
  }
})
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true })
})

async function shell(command: string, extra: Record<string, string> = {}) {
  const options = { cwd: ROOT, env: { ...env, ...extra }, stdout: 'pipe', stderr: 'pipe' } as const
  const child = Bun.spawn(['bash', '-ec', command], options)
  const [out, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { out, errors, code }
}

/** Throws with the output of a command that fails. */
async function run(command: string, extra: Record<string, string> = {}): Promise<string> {
  const { out, errors, code } = await shell(command, extra)
  if (code !== 0) throw new Error(`${command} (${code}): ${errors.slice(-3000)}${out.slice(-1000)}`)
  return out
}

/** People use what runs at the published port: the page, a message, and its search. */
async function tried(text: string): Promise<void> {
  const url = `http://127.0.0.1:${port}`
  expect(await pageOf(url)).toBeGreaterThan(10)
  const ana = await guestOf(url)
  expect(await ana.send(text)).toBe(201)
  await waitFor(async () => (await ana.search(text)).includes(text))
}

async function build(): Promise<void> {
  const given = contexts.map(([name, image]) => `--build-context ${name}=${image}`)
  expect(given).toHaveLength(2)
  await run(`docker build ${given.join(' ')} -f deploy/Dockerfile -t parlance .`)
}
const HARD = '--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges'

contained(
  '[INS-5] the image is built, and runs on a read-only file system, as a user of its own, without capabilities',
  async () => {
    await build()
    const start = `docker run -d --name parlance-test ${HARD} -p 127.0.0.1:${port}:8000 -v parlance-test:/data parlance`
    const health = "docker inspect -f '{{.State.Health.Status}}' parlance-test"
    try {
      await run(start)
      await waitFor(async () => (await run(health)) === 'healthy\n', 60)
      await tried('inside')
      const inside = await run(
        `docker exec parlance-test sh -c 'id -un; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/1/status; touch /x 2>&1 || true'`,
      )
      expect(inside.replaceAll('\t', ' ').split('\n')).toEqual([
        'parlance',
        'CapEff: 0000000000000000',
        'CapBnd: 0000000000000000',
        'NoNewPrivs: 1',
        "touch: cannot touch '/x': Read-only file system",
        '',
      ])
      await run('docker stop parlance-test')
      expect(await run("docker inspect -f '{{.State.ExitCode}}' parlance-test")).toBe('0\n')
      await run(`docker rm parlance-test && ${start}`)
      await waitFor(async () => (await run(health)) === 'healthy\n', 60)
      const ana = await guestOf(`http://127.0.0.1:${port}`)
      expect(await ana.search('inside')).toContain('inside')
    } finally {
      await run('docker rm -f parlance-test && docker volume rm -f parlance-test')
    }
  },
  15 * MINUTES,
)

contained(
  '[LIV-9] a container whose volume is not its own, read-only, full or in use ends with one line, and exit code 2',
  async () => {
    await build()
    const start = (options: string) => `docker run --name parlance-test ${HARD} ${options} parlance`
    const foreign = join(folder, 'foreign')
    mkdirSync(foreign, { mode: 0o755 })
    const cases: readonly (readonly [options: string, says: RegExp])[] = [
      [`-v ${foreign}:/data`, /check who owns/],
      ['-v parlance-other:/data:ro', /read-only/],
      ['--tmpfs /data:size=1m,uid=10001,mode=700', /full/],
      ['-v parlance-test:/data', /another Parlance uses \/data/],
    ]
    const running = 'docker run -d --name parlance-first -v parlance-test:/data parlance'
    try {
      await run(
        `${running} && docker exec parlance-first sh -c 'until parlance health; do sleep 1; done'`,
      )
      for (const [options, says] of cases) {
        const { code, errors } = await shell(start(options))
        const lines = errors.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
        expect([options, code, lines]).toEqual([
          options,
          2,
          [expect.stringMatching(/^PARLANCE_DATA: /)],
        ])
        expect(lines[0]).toMatch(says)
        await run('docker rm parlance-test')
      }
    } finally {
      await run(
        'docker rm -f parlance-test parlance-first && docker volume rm -f parlance-test parlance-other',
      )
    }
  },
  15 * MINUTES,
)

contained(
  '[INS-5] the commands of docs/install.md start a server with Compose',
  async () => {
    const [block = '', ...others] = commandsOf('docs/install.md', 'docker')
    expect(others).toEqual([])
    const files = {
      COMPOSE_FILE: `compose.yaml:${await standInsFor(folder, 'parlance', 'backend')}`,
    }
    try {
      const out = await run(block, files)
      expect(out).toContain('"msg":"started"')
      expect(out).toContain('is ready')
      await tried('composed')
    } finally {
      await run('docker compose down -v', files)
    }
  },
  15 * MINUTES,
)

const SERVERS = [
  ['PostgreSQL', 'compose.yaml deploy/compose.postgres.yaml', ['parlance', 'backend', 'postgres']],
  ['MariaDB', 'compose.yaml deploy/compose.mariadb.yaml', ['parlance', 'backend', 'mariadb']],
  [
    'several nodes',
    'deploy/compose.cluster.yaml',
    ['node-1', 'node-2', 'proxy', 'postgres', 'redis'],
  ],
] as const

for (const [name, paths, services] of SERVERS)
  contained(
    `[INS-5] Compose starts ${name} until all are healthy, and names a secret that is not set`,
    async () => {
      const ours = paths
        .split(' ')
        .map((path) => `-f ${path}`)
        .join(' ')
      const compose = `docker compose ${ours} -f ${await standInsFor(folder, ...services)}`
      const secrets: Record<string, string> = {}
      try {
        for (;;) {
          const { code, errors } = await shell(`${compose} up --build --wait`, secrets)
          const [, missing] =
            /required variable (\w+) is missing a value: set it/.exec(errors) ?? []
          if (missing === undefined) {
            expect([code, code === 0 ? '' : errors.slice(-3000)]).toEqual([0, ''])
            break
          }
          expect([code, secrets[missing]]).toEqual([1, undefined])
          secrets[missing] = 'a1b2c3'
        }
        expect(Object.keys(secrets)).not.toEqual([])
        const states = await run(`${compose} ps --format '{{.Service}} {{.Health}}'`, secrets)
        const running = services.filter((service) => service !== 'backend')
        expect(states.trim().split('\n').sort()).toEqual(
          running.map((service) => `${service} healthy`).sort(),
        )
        await tried('composed')
        if (name !== 'several nodes') return
        // Any node answers, and the others go on when one has ended.
        await run(`${compose} stop node-1`, secrets)
        await tried('survived')
      } finally {
        await run(`${compose} down -v`, {
          POSTGRES_PASSWORD: 'x',
          MARIADB_PASSWORD: 'x',
          REDIS_PASSWORD: 'x',
          ...secrets,
        })
      }
    },
    15 * MINUTES,
  )

contained(
  '[INS-6] make, make runBackend and make runFrontend run the server and the front end, and Ctrl+C ends each',
  async () => {
    const files = {
      COMPOSE_FILE: `compose.yaml:${await standInsFor(folder, 'parlance', 'backend', 'frontend')}`,
    }
    const terminal = (target: string) =>
      Bun.spawn(['setsid', 'make', target], {
        cwd: ROOT,
        env: { ...env, ...files },
        stdio: ['ignore', 'ignore', 'ignore'],
      })
    const health = `http://127.0.0.1:${port}/api/health`
    const isUp = () =>
      fetch(health).then(
        ({ ok }) => ok,
        () => false,
      )
    try {
      await run('make', files)
      expect(await run('docker network ls')).toContain('parlance-network')
      const backend = terminal('runBackend')
      await waitFor(
        async () =>
          (await run('docker compose --profile split ps backend', files)).includes('(healthy)'),
        60,
      )
      expect(await isUp()).toBe(false)
      const frontend = terminal('runFrontend')
      await waitFor(isUp, 60)
      await tried('forwarded')
      expect(await (await fetch(`http://127.0.0.1:${port}/api/history`)).text()).toContain(
        'forwarded',
      )
      for (const one of [frontend, backend]) {
        process.kill(-one.pid, 'SIGINT')
        await one.exited
      }
      expect(await run('docker compose --profile split ps -q', files)).toBe('')
    } finally {
      await run('docker compose --profile split down -v', files)
    }
  },
  15 * MINUTES,
)
