import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { readConfig } from '../server/config.ts'
import { blocksOf, commandsOf, DOCUMENTS, ROOT } from './support/document-blocks.ts'
import { FIXTURES } from './support/imports.ts'
import { freePort, ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// Every command of docs/, as it is written: the blocks of a document in one shell, in order. Only addresses, folders and
// what a reader puts in is others. docs/tested-with.md lists the marks of blocks that are not run, and why.

const folder = mkdtempSync(join(tmpdir(), 'parlance-commands-'))
let server: Awaited<ReturnType<typeof ownProcess>>
let management = 0
let printed = ''
beforeAll(async () => {
  management = await freePort()
  server = await ownProcess({
    PARLANCE_MANAGEMENT_PORT: `${management}`,
    PARLANCE_JWT_SECRET: '',
    // The documents begin with the built-in database, whatever this run is on.
    PARLANCE_DATABASE_URL: '',
  })
  const { stdout } = await server.start()
  void (async () => {
    for await (const part of stdout) printed += new TextDecoder().decode(part)
  })()
  await waitFor(() => printed.includes('#link='))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** What stands before the first command of a document: what its reader has at hand by then. */
type Given = {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Of the shell, before the block with this number. */
  readonly before?: Readonly<Record<number, string>>
  /** Parts of the commands for which a reader puts in their own. */
  readonly put?: Readonly<Record<string, string>>
  /** Blocks in another order than they are read in. */
  readonly order?: readonly number[]
  /** The commands work on a database without a server. */
  readonly isStopped?: boolean
  /** What is printed at the end, among other things. */
  readonly prints: RegExp
}

/** A field of the last answer. */
const FIELD = (name: string) => `$(sed -n 's/.*"${name}":"\\([^"]*\\)".*/\\1/p' last)`
const SLACK = ['users.json', 'channels.json', 'dms.json', 'general/2023-01-01.json']
const slack = zipSync(
  Object.fromEntries(
    SLACK.map((name) => [name, readFileSync(join(FIXTURES, 'slack', name)) as Uint8Array]),
  ),
)
const exportOfStream = {
  channels: [
    {
      channel: { cid: 'messaging:garden', id: 'garden', name: 'Garden' },
      members: [{ user: { id: 'ana', name: 'Ana' }, role: 'owner' }],
      messages: [
        {
          id: 'm1',
          user: { id: 'ana', name: 'Ana' },
          text: 'Tulips',
          created_at: '2025-01-01T08:00:00Z',
        },
        {
          id: 'm2',
          user: { id: 'ben' },
          text: 'Roses',
          created_at: '2025-01-01T08:00:01Z',
          parent_id: 'm1',
        },
      ],
    },
  ],
}

const GIVEN: Readonly<Record<string, Given>> = {
  'docs/five-minutes.md': { prints: /Hello from a shell/ },
  'docs/api-reference.md': { prints: /^openapi: [\s\S]*type Query[\s\S]*^openapi: /m },
  'docs/operate.md': { prints: /is ready[\s\S]*parlance_commit_seconds/ },
  'docs/command-line.md': { prints: /^$/ },
  'docs/accounts.md': {
    put: {
      'pl_link_…': `'"$link"'`,
      'person_…': `'"$person"'`,
      '123456': `'"$(code 0)"'`,
      '654321': `'"$(code 1)"'`,
    },
    before: {
      0: 'link=$LINK',
      1: `token=${FIELD('accessToken')}; person=${FIELD('id')}; person=\${person:-$(curl -s $api/me -H "authorization: Bearer $token" | sed 's/.*"id":"\\(person_[^"]*\\)".*/\\1/')}`,
      2: 'key=$KEY',
      3: `link=${FIELD('code')}`,
      4: `curl -s $api/sessions -d '{"login":"ana","password":"another long password"}'
        token=${FIELD('accessToken')}
        curl -sX PATCH $api/account -H "authorization: Bearer $token" -d '{"password":"a long password","currentPassword":"another long password"}'`,
    },
    prints: /"secret":[\s\S]*"recoveryCodes":[\s\S]*"accessToken":/,
  },
  'docs/data.md': {
    before: {
      1: `manage=http://localhost:7999/api/v1; key=$KEY
        curl -s $manage/users -H "authorization: Bearer $key" -d '{"id":"ana","name":"Ana"}'`,
    },
    order: [1, 0],
    prints: /"id":"exp_[\s\S]*"user":"ana"[\s\S]*"user":"ana"/,
  },
  'docs/backups.md': {
    put: {
      '/var/backups/parlance/parlance-2026-11-28T03-00-00-000Z.jsonl.zst': 'backups/*.zst',
      '/var/backups/parlance': 'backups',
    },
    prints: /restored|\d+ rows/i,
  },
  'docs/importing.md': { isStopped: true, files: { 'export.zip': slack }, prints: /users/ },
  'docs/migrating-from-stream.md': {
    isStopped: true,
    files: { 'stream.json': JSON.stringify(exportOfStream) },
    prints: /2 messages|messages +2/,
  },
}

const CODES = join(ROOT, 'tests/support/second-factors.ts')
/** `curl` also fails if it is refused, and its last answer is in a file. `npx parlance` is the command line from source. */
const SHELL = `set -eo pipefail
curl() { command curl --fail-with-body "$@" | tee last; }
npx() { shift; parlance "$@"; }
parlance() { "${process.execPath}" "${join(ROOT, 'bin/parlance.ts')}" "$@"; }
code() {
  if [ "$1" = 0 ]; then secret=${FIELD('secret')}; echo "$secret" >secret; fi
  "${process.execPath}" -e 'import { codeOf } from "${CODES}"; console.log(codeOf(process.argv[1], Number(process.argv[2])))' "$(cat secret)" "$1"
}
`

async function runAll(file: string, given: Given): Promise<string> {
  const cwd = join(folder, file.replaceAll(/\W/g, '-'))
  mkdirSync(cwd)
  for (const [name, content] of Object.entries(given.files ?? {}))
    writeFileSync(join(cwd, name), content)
  if (given.files !== undefined)
    for (const { language, code } of blocksOf(file))
      if (language === 'js') await runToEnd([process.execPath, '-e', code], cwd)
  const blocks = commandsOf(file)
  const order = given.order ?? blocks.map((_, i) => i)
  const script = order.map((i) => `${given.before?.[i] ?? ''}\n${putIn(blocks[i] ?? '', given)}`)
  return runToEnd(
    ['bash', '-c', here(SHELL + script.join('\n'))],
    cwd,
    await environment(cwd, given),
  )
}

async function runToEnd(command: string[], cwd: string, env = {}): Promise<string> {
  const child = Bun.spawn(command, {
    cwd,
    stdout: 'pipe',
    stderr: 'pipe',
    // A document may wait for something in a loop, which must not outlive a server that is gone.
    timeout: 50_000,
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'], ...env },
  })
  const [out, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(errors + out)
  return out
}

/** With the reader's own values, the longest first. */
const putIn = (code: string, { put = {} }: Given): string =>
  Object.entries(put).reduce((text, [from, to]) => text.replaceAll(from, to), code)

const here = (code: string): string =>
  code
    .replaceAll('localhost:8000', `localhost:${server.port}`)
    .replaceAll('localhost:7999', `localhost:${management}`)
    .replaceAll('127.0.0.1:7999', `127.0.0.1:${management}`)

const secrets = (): Promise<{ apiKey: string; jwtSecret: string }> =>
  Bun.file(join(server.data, 'secrets.json')).json()

async function environment(cwd: string, { isStopped }: Given): Promise<Record<string, string>> {
  if (isStopped)
    return { PARLANCE_DATA: join(cwd, 'data'), PARLANCE_PORT: '1', PARLANCE_MANAGEMENT_PORT: 'off' }
  const [, link = ''] = /#link=(\S+)/.exec(printed) ?? []
  return {
    PARLANCE_DATA: server.data,
    PARLANCE_PORT: `${server.port}`,
    PARLANCE_MANAGEMENT_PORT: `${management}`,
    LINK: link,
    KEY: (await secrets()).apiKey,
  }
}

for (const [file, given] of Object.entries(GIVEN))
  test(`[DOC-7] the commands of ${file} do what stands beside them`, async () => {
    expect(await runAll(file, given)).toMatch(given.prints)
  }, 60_000)

test('[DOC-7] the settings that documents show are settings', () => {
  const found = DOCUMENTS.flatMap((file) => commandsOf(file, 'settings'))
  expect(found).toHaveLength(3)
  for (const code of found) {
    const lines = [...code.matchAll(/^(PARLANCE_\w+)='?(.*?)'?(?:\s+#.*)?$/gm)]
    expect(lines).toHaveLength(code.trim().split('\n').length)
    const warnings: string[] = []
    const env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
    readConfig([], env, (line) => warnings.push(line))
    expect(warnings).toEqual([])
  }
})

/** A program of `add-chat.md`, with what its reader has at hand, until it prints what is expected. */
async function program(
  language: string,
  nth: number,
  given: string,
  more: string,
): Promise<string> {
  const code =
    blocksOf('docs/add-chat.md').filter((block) => block.language === language)[nth]?.code ?? ''
  const script = code
    .replaceAll(/<\/?script.*?>/g, '')
    .replace('http://localhost:8000/sdk.js', '@parlance/sdk')
  const { apiKey, jwtSecret } = await secrets()
  return runToEnd([process.execPath, '-e', here(`${given}\n${script}\n${more}`)], ROOT, {
    apiKey,
    jwtSecret,
  })
}

test('[DOC-7] the three parts of a chat in your own site work together', async () => {
  const given = 'const { apiKey, jwtSecret: secret } = process.env'
  const token = (await program('ts', 0, given, 'console.log(token)')).trim()
  const room = (await program('ts', 1, given, 'console.log(room.id)')).trim()
  const own = `const fetchToken = async () => '${token}'; const roomOfTheOrder = '${room}'`
  expect(await program('html', 0, own, 'chat.close()')).toContain('Ana Hello')
}, 60_000)

test('[DOC-7] every other block of commands has a mark, and a line that says why it is not run here', () => {
  const marks = new Set<string>()
  for (const file of DOCUMENTS)
    for (const { language, mark } of blocksOf(file)) {
      if (language !== 'sh') continue
      if (mark === '') expect(Object.keys(GIVEN)).toContain(file)
      else marks.add(mark)
    }
  const text = readFileSync(join(ROOT, 'docs/tested-with.md'), 'utf8')
  const listed = [...text.matchAll(/^\| `sh (\w+)` \| \S.+ \| \S.+ \|$/gm)].map(
    ([, mark = '']) => mark,
  )
  expect(listed.sort()).toEqual([...marks].sort())
})
