import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { takeScreenshots } from '../tests/support/screenshots.ts'

/**
 * `npm run screenshots`: writes a picture of each screen into docs/screenshots/, light and dark, in Arabic, and 320 pixels
 * wide. They are there to be looked at: nothing compares them.
 */
const FOLDER = join(import.meta.dir, '../docs/screenshots')

mkdirSync(FOLDER, { recursive: true })
await takeScreenshots(FOLDER)
