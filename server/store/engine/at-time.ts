import type { Database, Session } from './database.ts'

/** The same database, for whose reads and writes it is another time, in ms of the epoch. Its clock goes on as before. */
export function atTime(database: Database, time: () => number): Database {
  const at = (session: Session): Session => ({
    search: session.search,
    all: (query, args) => session.all(query, args),
    first: (query, args) => session.first(query, args),
    many: (query, args) => session.many(query, args),
    lists: (query, args) => session.lists(query, args),
    async now() {
      // A database server bounds its transactions by this reading.
      await session.now()
      return time()
    },
  })
  return {
    commitWindowMs: database.commitWindowMs,
    commits: database.commits,
    warnings: database.warnings,
    write: (work) => database.write((session) => work(at(session))),
    read: (work) => database.read((session) => work(at(session))),
    enter: (as) => database.enter(as),
    scrub: () => database.scrub(),
    close: () => database.close(),
  }
}
