import { readFileSync, writeFileSync } from 'node:fs'
import { codegen } from '@graphql-codegen/core'
import * as operations from '@graphql-codegen/typescript-operations'
import { parse } from 'graphql'

const read = (path) => parse(readFileSync(path, 'utf8'))
const scalars = { DateTime: 'string', JSON: 'unknown' }
const generated = await codegen({
  filename: 'generated.ts',
  schema: read('schema.graphql'),
  documents: [{ document: read('operations.graphql') }],
  plugins: [{ operations: { scalars } }],
  pluginMap: { operations },
  config: {},
})
writeFileSync('generated.ts', generated)
