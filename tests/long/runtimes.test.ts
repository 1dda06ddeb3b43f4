import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { CHROMIUM, needsChromium, openBrowser } from '../support/browser.ts'
import { DATABASE } from '../support/database.ts'
import { type Parlance, parlance, SECRET } from '../support/parlance.ts'
import { freePort } from '../support/process.ts'
import { waitFor } from '../support/wait.ts'

// The packed SDK, installed beside the runtimes and frameworks that people use. Their packages, in a folder of
// their own, are 330 MB to download and take 1.1 GB of disk while this file runs.

const ROOT = join(import.meta.dir, '../..')
const SDK = join(ROOT, 'sdk/typescript')
const OWN = join(import.meta.dir, 'runtimes')
const NODES = ['node20', 'node22', 'node24']
const DENO = ['node_modules/@deno/linux-x64-glibc/deno', 'run', '--no-lock', '--allow-net']
const WORKERD = 'node_modules/@cloudflare/workerd-linux-64/bin/workerd'
const node = (name: string) => `node_modules/${name}/bin/node`

const PROGRAMS = [
  ...NODES.map((name) => [name, 'sse', [node(name), 'main.js']] as const),
  ...NODES.slice(1).map((name) => [name, 'socket', [node(name), 'main.js']] as const),
  ['Deno', 'socket', [...DENO, 'main.js']] as const,
  ['Deno', 'sse', [...DENO, 'main.js']] as const,
  ['the globals of React Native', 'socket', [node('node22'), 'react-native.js']] as const,
]

/** The SDK is the same whatever the database is, and the packages are of one kind of machine. */
const isHere = DATABASE === 'sqlite' && process.platform === 'linux' && process.arch === 'x64'
const ENV = { NEXT_TELEMETRY_DISABLED: '1', DENO_NO_UPDATE_CHECK: '1', NODE_ENV: 'production' }

setDefaultTimeout(120_000)

describe.skipIf(!isHere)('the packed SDK', () => {
  let folder: string
  let server: Parlance

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parlance-runtimes-'))
    cpSync(OWN, folder, { recursive: true })
    await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'])
    await install(folder)
    server = await parlance()
  }, 300_000)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(PROGRAMS)(
    '[CLI-14] on %s, over %s, it sends once, receives, closes, and lets the process end',
    (_, transport, command) => talks(async (input) => ask(command, 'talk', input), transport),
  )

  test.each(PROGRAMS)(
    '[CLI-17] on %s, over %s, a connection that is refused is tried again soon',
    async (_, transport, command) => {
      const url = `http://127.0.0.1:${await freePort()}`
      const twice = ['connecting', 'waiting', 'connecting', 'waiting']
      expect(await ask(command, 'retry', { url, transport, token: 'a.b.c' })).toEqual([
        ...twice,
        'connecting',
      ])
    },
    // Less than the 60 s after which a connection that says nothing is given up.
    30_000,
  )

  test('[CLI-14] without a WebSocket, or without streams, the error names the solution', async () => {
    const input = { url: server.url, token: 'a.b.c', room: 'room_', text: 'Hello' }
    const withoutSocket = { ...input, transport: 'socket' }
    expect(await ask([node('node20'), 'main.js'], 'talk', withoutSocket)).toEqual({
      code: 'no_socket',
      message: expect.stringMatching(/Node.js 22 or `transport: sse`/),
    })
    const withoutStream = { ...input, transport: 'sse' }
    expect(await ask([node('node22'), 'react-native.js'], 'talk', withoutStream)).toEqual({
      code: 'no_socket',
      message: expect.stringMatching(/leave out `transport: sse`/),
    })
  })

  test.each(['socket', 'sse'])('[CLI-14] in a worker of workerd, over %s', async (transport) => {
    await bundle('worker.js')
    const serve = [join(folder, WORKERD), 'serve', 'workerd.capnp', '--control-fd=1']
    const child = Bun.spawn(serve, { cwd: folder, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
    try {
      const { port } = JSON.parse((await first(child.stdout)) || (await text(child.stderr)))
      const fromWorker = async (input: object) => {
        const body = JSON.stringify(input)
        return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).json()
      }
      await talks(fromWorker, transport)
    } finally {
      child.kill()
      await child.exited
    }
  })

  test('[CLI-14] the SDK’s README names the versions that are tested', async () => {
    const { dependencies } = await Bun.file(join(OWN, 'package.json')).json()
    const readme = await Bun.file(join(SDK, 'README.md')).text()
    const versions = [...NODES, 'deno', 'workerd', 'next', 'vue', 'svelte'].map((name) =>
      dependencies[name].replace(/.*@/, ''),
    )
    expect(versions.filter((version) => !readme.includes(version))).toEqual([])
  })

  test('there is a Chromium to try the frameworks in', needsChromium)

  describe.skipIf(!CHROMIUM)('in a browser', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser?.close())

    test.each(['vue', 'svelte'])(
      '[CLI-15] a component of %s shows what is sent and sends',
      async (name) => {
        await run([node('node24'), 'compile.js'])
        const page = `${name}-page.js`
        await bundle(page)
        const html = `<!doctype html><body><script type="module" src="/${page}"></script>`
        await using site = Bun.serve({
          port: 0,
          hostname: '127.0.0.1',
          fetch: ({ url }) =>
            url.endsWith(page)
              ? new Response(Bun.file(join(folder, 'built', page)))
              : new Response(html, { headers: { 'content-type': 'text/html' } }),
        })
        await using server = await parlance({ PARLANCE_ORIGINS: site.url.origin })
        const people = await pair(server)
        const query = new URLSearchParams({
          url: server.url,
          token: people.ana.token,
          room: people.room.id,
        })
        await shows(`${site.url}?${query}`, people)
      },
    )

    test('[CLI-16] Next.js creates the token in a server component, and a client component chats', async () => {
      const port = await freePort()
      const origin = `http://127.0.0.1:${port}`
      await using server = await parlance({ PARLANCE_ORIGINS: origin })
      const people = await pair(server)
      await run(['../node_modules/.bin/next', 'build'], 'next')
      // The part with the secret is in the server's files alone.
      expect(await has('next/.next/server', 'PARLANCE_JWT_SECRET')).toBe(true)
      expect(await has('next/.next/static', 'messages')).toBe(true)
      expect(await has('next/.next/static', 'PARLANCE_JWT_SECRET')).toBe(false)

      const next = Bun.spawn(
        [
          join(folder, node('node22')),
          '../node_modules/next/dist/bin/next',
          'start',
          '-H',
          '127.0.0.1',
          '-p',
          `${port}`,
        ],
        {
          cwd: join(folder, 'next'),
          stdio: ['ignore', 'ignore', 'inherit'],
          env: {
            ...process.env,
            ...ENV,
            CHAT_URL: server.url,
            CHAT_SECRET: SECRET,
            CHAT_USER: people.ana.id,
            CHAT_ROOM: people.room.id,
          },
        },
      )
      try {
        const rendered = await waitFor(() =>
          fetch(origin).then(
            (answer) => answer.text(),
            () => '',
          ),
        )
        expect(rendered).toContain('<p role="status">loading</p>')
        expect(rendered).not.toContain(SECRET)
        await shows(origin, people)
      } finally {
        next.kill()
        await next.exited
      }
    })

    /** The page shows what Ben says, and sends what Ana writes in it. */
    async function shows(url: string, { ana, ben, room }: Awaited<ReturnType<typeof pair>>) {
      const page = await (await browser.newContext()).newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(url)
      await page.getByText('ready').waitFor()
      await ben.send(room.id, 'Hello, Ana')
      await page.getByText('Ben: Hello, Ana').waitFor()
      await page.fill('input', 'Hello, Ben')
      await page.press('input', 'Enter')
      await page.getByText('Ana: Hello, Ben').waitFor()
      await waitFor(async () => (await ana.history(room.id)).length === 2)
      expect(await page.locator('li').allTextContents()).toEqual([
        'Ben: Hello, Ana',
        'Ana: Hello, Ben',
      ])
      expect(complaints).toEqual([])
      await page.context().close()
    }
  })

  /** The program `talk` on a runtime: each message is stored and received once, in order. */
  async function talks(talk: (input: object) => Promise<object>, transport: string) {
    const ana = await server.user('Ana')
    const room = await ana.room()
    const { url, token } = ana
    const said = await talk({ url, token, room: room.id, text: 'Hello', transport })
    const history = await ana.history(room.id)
    expect(history.map((message) => message.text)).toEqual(['Hello', 'Hello!'])
    const [one, two] = history.map((message) => message.id)
    expect(said).toMatchObject({ sent: [one, one, two], received: [one, two] })
  }

  /** What a program of `talk.js` says on a runtime. */
  const ask = async (command: readonly string[], program: string, input: object) =>
    JSON.parse(await run([...command, program, JSON.stringify(input)]))

  async function bundle(file: string): Promise<void> {
    const built = await Bun.build({
      entrypoints: [join(folder, file)],
      outdir: join(folder, 'built'),
      target: 'browser',
      define: { 'process.env.NODE_ENV': '"production"' },
    })
    expect(built.success).toBe(true)
  }

  async function has(under: string, words: string): Promise<boolean> {
    for await (const file of new Bun.Glob('**/*.js').scan({ cwd: join(folder, under), dot: true }))
      if ((await Bun.file(join(folder, under, file)).text()).includes(words)) return true
    return false
  }

  /** In the folder; returns what the command wrote, and throws if it failed. */
  async function run(command: readonly string[], under = ''): Promise<string> {
    const child = Bun.spawn([...command], {
      cwd: join(folder, under),
      env: { ...process.env, ...ENV },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
    if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${out}${complaint}`)
    return out
  }
})

/** Two people of one room. */
async function pair(server: Parlance) {
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  return { ana, ben, room: await ana.room('group', ben) }
}

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()

/** The first chunk that a program writes. */
async function first(stream: ReadableStream<Uint8Array>): Promise<string> {
  const { value } = await stream.getReader().read()
  return new TextDecoder().decode(value)
}

/** The SDK as `npm pack` makes it, but built in the folder: another test packs in the SDK's own meanwhile. */
async function install(folder: string): Promise<void> {
  const source = join(folder, 'sdk')
  cpSync(join(SDK, 'package.json'), join(source, 'package.json'))
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [ROOT, ['node_modules/.bin/tsc', '-p', SDK, '--outDir', join(source, 'dist')]],
    [source, ['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder]],
    [
      folder,
      ['npm', 'install', '--offline', '--ignore-scripts', '--silent', './parlance-sdk-0.1.0.tgz'],
    ],
  ]
  for (const [cwd, command] of steps) {
    const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { cwd })
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stdout}${stderr}`)
  }
}
