import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WriteAheadLog } from '../server/store/engine/sqlite/write-ahead-log.ts'
import { folder } from './support/backups.ts'
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

test('[DUR-5] another program that begins the log anew keeps its header, so that a crash loses nothing', async () => {
  using files = folder()
  const path = join(files.path, 'parlance.sqlite')
  using other = new Database(path, { create: true })
  other.run('pragma journal_mode = wal')
  other.run('create table texts (text text)')
  const say = (by: Database, text: string) => by.query('insert into texts values (?)').run(text)
  let isInterrupted = false
  /** The other program writes at the moment at which the log has been copied and still has a header. */
  class Interrupted extends Database {
    override query<R, P extends SQLQueryBindings | SQLQueryBindings[]>(sql: string) {
      const statement = super.query<R, P>(sql)
      if (!sql.includes('(restart)')) return statement
      const get = statement.get.bind(statement)
      return Object.assign(statement, {
        get: (...args: Parameters<typeof get>) => {
          const row = get(...args)
          isInterrupted = true
          say(other, 'of the other program')
          return row
        },
      })
    }
  }
  using writer = new Interrupted(path)
  say(writer, 'first')
  const log = new WriteAheadLog(path, writer)
  const held = (work: () => Promise<void>) => work()
  const alone = async (work: () => void) => work()
  const isEmpty = await log.empty({ held, alone })
  expect(isInterrupted).toBe(true)
  log.beginWrite()
  say(writer, 'acknowledged')
  log.endWrite()
  await log.sync()
  // What a crash leaves: the two files, without the memory that the programs share.
  const after = join(files.path, 'after')
  mkdirSync(after)
  for (const end of ['', '-wal'])
    copyFileSync(`${path}${end}`, join(after, `parlance.sqlite${end}`))
  using opened = new Database(join(after, 'parlance.sqlite'))
  expect(opened.query<{ text: string }, []>('select text from texts').all()).toEqual(
    ['first', 'of the other program', 'acknowledged'].map((text) => ({ text })),
  )
  expect(isEmpty).toBe(false)
  log.close()
})
