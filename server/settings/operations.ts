import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError, sentence } from './config-error.ts'

/** The texts of a folder's `.graphql` files, of one such file, or of a JSON file of hashes and texts. */
export function readOperations(path: string): string[] {
  if (path === '') return []
  try {
    const files = statSync(path).isDirectory()
      ? readdirSync(path).filter((name) => name.endsWith('.graphql'))
      : ['']
    return files.flatMap((name) => {
      const text = readFileSync(join(path, name), 'utf8')
      return path.endsWith('.json')
        ? Object.values(OperationsByHash.parse(JSON.parse(text)))
        : [text]
    })
  } catch (error) {
    throw new ConfigError(`PARLANCE_GRAPHQL_OPERATIONS: cannot read ${path}: ${sentence(error)}`)
  }
}

const OperationsByHash = z.record(z.string(), z.string())
