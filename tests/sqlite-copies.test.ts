import { expect, test } from 'bun:test'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DATABASE } from './support/database.ts'
import { newPlace } from './upgrade/place.ts'
import { Server } from './upgrade/server.ts'

test.if(DATABASE === 'sqlite')(
  '[BAK-9] a copy of the file without its log, and an older file, are noticed at the start; a crash is not',
  async () => {
    await using place = await newPlace('sqlite')
    const started = async () => {
      const server = new Server(place)
      await server.url
      return server
    }
    const first = await started()
    const copy = readFileSync(place.file)
    await first.end('SIGKILL')
    const crashed = await started()
    expect(crashed.log).not.toContain('acknowledged')
    await crashed.end('SIGTERM')
    const stopped = readFileSync(place.file)
    const later = await started()
    await later.end('SIGTERM')
    const put = (bytes: Uint8Array) => {
      for (const end of ['', '-wal', '-shm']) rmSync(place.file + end, { force: true })
      writeFileSync(place.file, bytes)
    }
    put(copy)
    const copied = await started()
    expect(copied.log).toContain(
      'was copied while a server was running, without parlance.sqlite-wal',
    )
    await copied.end('SIGTERM')
    put(stopped)
    const older = await started()
    expect(older.log).toContain('is older than what this server acknowledged last')
    await older.end('SIGTERM')
    const clean = await started()
    expect(clean.log).not.toContain('acknowledged')
    await clean.end('SIGTERM')
  },
)
