import { Database as Sqlite } from 'bun:sqlite'

/** How long it waits for the end of the running transaction, in ms. */
const BUSY_MS = 10_000

/** The thread of `vacuum`: receives the path, and answers null or what went wrong. */
self.onmessage = ({ data: path }: MessageEvent<string>) => {
  try {
    using database = new Sqlite(path, { readwrite: true, strict: true })
    database.run(`pragma busy_timeout = ${BUSY_MS}`)
    database.run('pragma secure_delete = on')
    database.run('vacuum')
    self.postMessage(null)
  } catch (error) {
    self.postMessage(String(error))
  }
}
