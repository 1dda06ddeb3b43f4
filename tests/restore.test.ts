import { describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SEAL_BYTES, sealOf } from '../server/store/transfer/archive-format.ts'
import {
  backedUp,
  conversation,
  folder,
  newPlace,
  OTHERS,
  placeOf,
  restored,
  rowsIn,
  serverOn,
} from './support/backups.ts'
import { DATABASE } from './support/database.ts'
import { freePort } from './support/process.ts'
import { mounted } from './support/start-faults.ts'
import type { Place } from './upgrade/place.ts'

describe.if(DATABASE === 'sqlite')('restore', () => {
  test('[BAK-3] a damaged, foreign or newer backup is refused before anything is touched', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    await (await serverOn(source, await freePort())).stop()
    const file = await backedUp(source, backups.path)
    const bytes = readFileSync(file)
    const path = (name: string, content: Uint8Array | string) => {
      const it = join(backups.path, name)
      writeFileSync(it, content)
      return it
    }
    const flipped = (at: number) => {
      const copy = Uint8Array.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      return copy
    }
    const lines = Bun.zstdDecompressSync(bytes.subarray(0, -SEAL_BYTES)).toString().split('\n')
    const header = JSON.parse(lines[0] ?? '')
    const sealed = (text: string) => {
      const packed = Bun.zstdCompressSync(text)
      const sha256 = new Bun.CryptoHasher('sha256').update(packed).digest()
      return Buffer.concat([packed, sealOf(sha256)])
    }
    const withHeader = (more: object) =>
      sealed([JSON.stringify({ ...header, ...more }), ...lines.slice(1)].join('\n'))
    const bad: [string, RegExp][] = [
      ...[5, 40, bytes.length >> 1, bytes.length - 3].map((at): [string, RegExp] => [
        path(`flipped-${at}`, flipped(at)),
        /(?:is damaged: use another backup|is not a backup of Parlance, .*)\n$/,
      ]),
      [path('short', sealed(lines.slice(0, -4).join('\n'))), /is damaged: use another backup\n$/],
      [
        path('cut', bytes.subarray(0, bytes.length - 40)),
        /is not a backup of Parlance, or is cut off/,
      ],
      [path('empty', ''), /is not a backup of Parlance, or is cut off: give a whole file/],
      [path('text', 'hello\n'), /is not a backup of Parlance/],
      [
        path('foreign', Bun.zstdCompressSync('{"product":"other"}\n')),
        /is not a backup of Parlance/,
      ],
      [
        path('format', withHeader({ format: 2 })),
        /was written by a newer version of Parlance: install that version\n$/,
      ],
      [
        path('newer', withHeader({ migrations: [...header.migrations, '9999-later@7.0.0'] })),
        /newer needs Parlance 7\.0\.0 or later: install that version\n$/,
      ],
      [join(backups.path, 'missing'), /missing: there is no such file\n$/],
      [backups.path, /is a folder: give the file of a backup\n$/],
    ]
    const data = join(backups.path, 'data')
    for (const [given, says] of bad) {
      const { code, stderr } = await restored({ data, url: '' }, given)
      expect(stderr).toMatch(says)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect([code, existsSync(data)]).toEqual([2, false])
    }
    expect(await restored({ data, url: '' }, file)).toMatchObject({ code: 0 })
  }, 60_000)

  test('[BAK-4] nothing is restored over data, nor over a server that runs', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    const server = await serverOn(source, await freePort())
    const file = await backedUp(source, backups.path)
    const living = await restored(source, file)
    expect([living.code, living.stderr]).toEqual([
      2,
      expect.stringMatching(/another Parlance uses/),
    ])
    await server.stop()
    const full = await restored(source, file)
    expect([full.code, full.stderr]).toEqual([
      2,
      expect.stringMatching(/^PARLANCE_DATA: the database has data already \(in users\)/),
    ])
    for (const kind of OTHERS) {
      await using other = await newPlace(kind)
      await using _living = await serverOn(other, await freePort())
      expect((await restored(other, file)).stderr).toMatch(
        /^PARLANCE_DATABASE_URL: the database has data already/,
      )
    }
  }, 60_000)

  test('[BAK-5] a restore that is interrupted is noticed, and begun again', async () => {
    using backups = folder()
    await using source = await newPlace('sqlite')
    const server = await serverOn(source, await freePort())
    await conversation(server)
    await server.stop()
    const file = await backedUp(source, backups.path)
    for (const kind of ['sqlite', ...OTHERS] as const) {
      await using target = await newPlace(kind)
      await interrupted(target, file)
      const failed = await serverOn(target, await freePort()).catch((error: Error) => error)
      expect(`${failed}`).toMatch(/the restore of .* was interrupted: run `parlance restore` again/)
      expect(await restored(target, file)).toMatchObject({ code: 0 })
      expect(await rowsIn(await backedUp(target, backups.path))).toEqual(await rowsIn(file))
    }
  }, 120_000)

  test('[BAK-6] a disk that fills during a backup is one line, and nothing is left of the file', async () => {
    using backups = folder()
    const data = join(backups.path, 'data')
    mkdirSync(data)
    // Only root can mount a small disk.
    if (!Bun.spawnSync([...mounted('size=4k'), 'true'], { cwd: backups.path }).success) return
    await using source = await newPlace('sqlite')
    const server = await serverOn(source, await freePort())
    await conversation(server)
    await server.stop()
    const program = [
      process.execPath,
      join(import.meta.dir, '../bin/parlance.ts'),
      'backup',
      'data',
    ]
    // The names of what is left are printed inside of the mount, which ends with the process.
    const script = `"$@"; code=$?; ls data; exit $code`
    const child = Bun.spawn([...mounted('size=8k'), 'sh', '-c', script, 'sh', ...program], {
      cwd: backups.path,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: { PATH: process.env['PATH'], ...placeOf(source) },
    })
    const [out, errors] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ])
    expect([await child.exited, out]).toEqual([2, ''])
    expect(errors).toMatch(/^FOLDER: .*data has no space left: nothing was kept\. .+\n$/)
  })
})

/** Ends with kill -9 while the rows are written. */
async function interrupted({ kind, data, url }: Place, file: string): Promise<void> {
  const script = `
    import { restore } from './server/store/transfer/restore.ts'
    let rows = 0
    await restore({
      place: { databaseUrl: ${JSON.stringify(url)}, data: ${JSON.stringify(data)} },
      path: ${JSON.stringify(file)}, name: 'a backup', epoch: 'x', keepSecrets: () => undefined,
      onRow: () => { if (++rows === 400) process.kill(process.pid, 'SIGKILL') },
    })`
  const child = Bun.spawn([process.execPath, '-e', script], {
    cwd: join(import.meta.dir, '..'),
    stderr: 'inherit',
  })
  await child.exited
  expect([kind, child.signalCode]).toEqual([kind, 'SIGKILL'])
}
