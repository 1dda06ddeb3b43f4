import { closeSync, openSync } from 'node:fs'

/** SQLite would make a file that others can read, and what it makes beside one has the mode of that. */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch {
    // It is there already, or cannot be made: SQLite says so.
  }
}
