import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NO_QUOTAS } from '../support/no-quotas.ts'
import { API_KEY, parlance, token } from '../support/parlance.ts'

// https://schemathesis.readthedocs.io: thousands of requests, made from what a document says.

const VERSION = '4.32.5'
const DOCUMENTS = join(import.meta.dir, '../../docs/api')
const CONFIG = join(import.meta.dir, 'schemathesis.toml')
/** Of each operation, besides every bound; more find no other kinds, and take minutes. */
const EXAMPLES = 5
const MINUTES = 10 * 60_000

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parlance-schemathesis-'))
  await run('python3', '-m', 'venv', folder)
  await run(join(folder, 'bin/pip'), 'install', '-q', `schemathesis==${VERSION}`)
}, MINUTES)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...command: string[]): Promise<{ code: number; said: string }> {
  // It keeps what it found beside where it runs.
  const child = Bun.spawn(command, { cwd: folder, stdout: 'pipe', stderr: 'pipe' })
  const [said, wrong] = await Promise.all(
    [child.stdout, child.stderr].map((out) => new Response(out).text()),
  )
  return { code: await child.exited, said: `${said}${wrong}` }
}

/** What it found, or nothing. */
async function findings(document: string, url: string, word: string): Promise<string> {
  const { code, said } = await run(
    ...[join(folder, 'bin/schemathesis'), '--no-color', `--config-file=${CONFIG}`, 'run'],
    ...[join(DOCUMENTS, document), `--url=${url}/api/v1`, `--header=Authorization: Bearer ${word}`],
    ...['--phases=examples,coverage,fuzzing', `--max-examples=${EXAMPLES}`, '--seed=1'],
  )
  return code === 0 && said.includes('passed') ? '' : said
}

const UNBOUNDED = {
  PARLANCE_COMMANDS_PER_SECOND: '1000000',
  ...NO_QUOTAS,
  PARLANCE_ADDRESS_PER_SECOND: '1000000',
}

test(
  '[API-6] what schemathesis makes of the client port’s document is taken and answered as it says',
  async () => {
    await using server = await parlance(UNBOUNDED)
    const word = await token({ sub: 'ana', name: 'Ana' })
    expect(await findings('client.openapi.json', server.url, word)).toBe('')
    // A key of the other port is refused everywhere, which the document does not say of `GET /lobby`.
    expect(await findings('client.openapi.json', server.management, word)).not.toBe('')
  },
  MINUTES,
)

test(
  '[API-6] so is what it makes of the management port’s',
  async () => {
    await using server = await parlance(UNBOUNDED)
    expect(await findings('management.openapi.json', server.management, API_KEY)).toBe('')
  },
  MINUTES,
)
