#!/usr/bin/env node
// The command line from source, for a machine that may have only Node.js and npm: `bin/bun.mjs` installs the packages.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
process.argv.splice(2, 0, 'run', join(folder, 'parlance.ts'))
await import('./bun.mjs')
