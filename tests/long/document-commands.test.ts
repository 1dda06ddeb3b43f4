import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE } from '../support/database.ts'
import { commandsOf, DOCUMENTS, ROOT } from '../support/document-blocks.ts'
import { freePort } from '../support/process.ts'
import { waitFor } from '../support/wait.ts'

// The commands of docs/ that take minutes, as they are written. Only folders and ports are others.

const MINUTES = 60_000
/** Each database runs this file. The commands name their database themselves. */
const long = test.skipIf(DATABASE !== 'sqlite')
/** An hour of a channel, in the form of the logs that `replay` reads. */
const CHANNEL = Array.from({ length: 300 }, (_, i) => {
  const minute = `${Math.floor(i / 5)}`.padStart(2, '0')
  return `[10:${minute}] <person${i % 17}> line ${i}`
}).join('\n')

const blocks = DOCUMENTS.flatMap((file) =>
  commandsOf(file, 'long').map((code) => ({ file, code, first: code.split('\n')[0] ?? '' })),
)

async function shell(code: string, env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(['bash', '-ec', code], {
    cwd: ROOT,
    stdout: 'pipe',
    stderr: 'pipe',
    env: { ...process.env, ...env },
  })
  const [out, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(errors + out)
  return out
}

for (const { file, code, first } of blocks.filter(({ code }) => !code.includes('serve')))
  long(
    `[DOC-7] the commands of ${file} that begin with "${first}" end well`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'parlance-channel-'))
      try {
        const channel = join(folder, 'channel.txt')
        writeFileSync(channel, CHANNEL)
        expect(await shell(code.replaceAll('channel.txt', channel))).not.toBe('')
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
    15 * MINUTES,
  )

long(
  '[DOC-7] the commands that install the binary make one that serves',
  async () => {
    const [{ code = '' } = {}, ...others] = blocks.filter(({ code }) => code.includes('serve'))
    expect(others).toEqual([])
    const folder = mkdtempSync(join(tmpdir(), 'parlance-installed-'))
    const hadDist = existsSync(join(ROOT, 'dist'))
    const port = await freePort()
    const child = Bun.spawn(['setsid', 'bash', '-ec', code.replaceAll('/usr/local/bin', folder)], {
      cwd: ROOT,
      stdout: 'ignore',
      stderr: 'inherit',
      env: {
        ...process.env,
        PATH: `${folder}:${process.env['PATH']}`,
        PARLANCE_DATA: join(folder, 'data'),
        PARLANCE_PORT: `${port}`,
        PARLANCE_MANAGEMENT_PORT: 'off',
      },
    })
    try {
      const isUp = () => fetch(`http://127.0.0.1:${port}/docs/`).then((answer) => answer.ok)
      await waitFor(() => isUp().catch(() => child.exitCode !== null), 10 * 60)
      expect(child.exitCode).toBeNull()
    } finally {
      if (child.exitCode === null) process.kill(-child.pid)
      await child.exited
      rmSync(folder, { recursive: true })
      if (!hadDist) rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
    }
  },
  12 * MINUTES,
)
