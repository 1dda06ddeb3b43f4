import { closeSync, openSync } from 'node:fs'

/**
 * Creates a file that only its owner can read. SQLite would create one that others can read, and it gives the files
 * beside a database the mode of the database.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch {
    // The file exists, or cannot be created: SQLite then reports the error.
  }
}
