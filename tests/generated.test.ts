import { expect, test } from 'bun:test'
import { join } from 'node:path'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { generated } from '../bin/generate.ts'
import { asyncapi } from '../protocol/generate/asyncapi.ts'

const SCHEMA = join(import.meta.dir, '../node_modules/@asyncapi/specs/schemas/3.0.0.json')

test('[GEN-1] what is generated is as the protocol says: `npm run generate` renews it', async () => {
  const files = Object.entries(await generated())
  expect(files.length).toBeGreaterThan(2)
  for (const [path, text] of files)
    expect(await Bun.file(join(import.meta.dir, '..', path)).text(), path).toBe(text)
})

// By its schema, in a second of CPU time: AsyncAPI's parser and its rules, in tests/long/, take twelve.
test('[GEN-2] the description of socket and stream is valid AsyncAPI', async () => {
  // The schema holds that of JSON schemas, which it gives an id of its own.
  const ajv = addFormats(new Ajv({ strict: false, meta: false, validateSchema: false }))
  const isValid = ajv.compile(await Bun.file(SCHEMA).json())
  const faults = (text: string) => {
    const document = JSON.parse(text)
    const isThere = (ref: string) => at(document, ref) !== undefined
    const lost = refsIn(text).filter((ref) => !isThere(ref))
    return isValid(document) ? lost : [...lost, ...(isValid.errors ?? [])]
  }
  const text = JSON.stringify(asyncapi('1.0.0'))
  expect(refsIn(text).length).toBeGreaterThan(1000)
  expect(faults(text)).toEqual([])
  for (const [right, wrong] of [
    ['"action":"send"', '"action":"shout"'],
    ['"#/components/schemas/', '"#/components/nowhere/'],
    ['"type":"object"', '"type":"thing"'],
  ] as const)
    expect([wrong, faults(text.replace(right, wrong)).length > 0]).toEqual([wrong, true])
})

const refsIn = (text: string): string[] =>
  [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref)

/** What is at `#/a/b` in a document. */
function at(document: object, ref: string): unknown {
  let value: unknown = document
  for (const part of ref.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  return value
}
