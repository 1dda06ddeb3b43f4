import * as z from 'zod'
import { LIMITS } from '../../protocol/limits.ts'
import { type Fields, Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import { requirementAt } from './requirement.ts'

/**
 * Parses input by its schema. A refusal names the first 20 invalid fields and what each of them must be,
 * without an echo of the input.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  code: RefusalCode = 'invalid_input',
): z.output<S> {
  const parsed = quickest(schema, raw).safeParse(raw, MESSAGES)
  if (parsed.success) return parsed.data
  const fields = fieldsOf(schema, parsed.error)
  const detail = Object.entries(fields).map(([field, problem]) => `${field} ${problem}`)
  throw new Refusal(code, detail.join('; '), fields)
}

/** Compiled copies of input schemas without their field `data`. */
const WITHOUT_DATA = new WeakMap<z.ZodType, z.ZodType>()

/**
 * The schema, or a copy of it that answers the same for this value. zod does not compile a schema with `data`, which can
 * contain itself, so a message without `data` would take four times as long to check.
 */
function quickest<S extends z.ZodType>(schema: S, raw: unknown): S {
  if (typeof raw !== 'object' || raw === null || 'data' in raw) return schema
  let quick = WITHOUT_DATA.get(schema)
  if (quick === undefined) {
    const hasData = schema instanceof z.ZodObject && 'data' in schema.shape
    // zod takes no field from a schema with checks of its own: these could read it.
    const canOmit = hasData && (schema.def.checks ?? []).length === 0
    quick = canOmit ? z.compile(schema.omit({ data: true })) : schema
    WITHOUT_DATA.set(schema, quick)
  }
  // Without the field both have the same output.
  return quick as S
}

/** Messages for issues without one in the schema. The empty message is replaced by what the field must be. */
const MESSAGES = {
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? 'is missing' : ''),
}

function fieldsOf(schema: z.ZodType, { issues }: z.ZodError): Fields {
  const fields: Record<string, string> = {}
  let count = 0
  const add = (path: readonly PropertyKey[], problem: () => string) => {
    const field = path.length === 0 ? 'input' : clip(path.join('.'))
    if (count >= LIMITS.refusedFields || field in fields) return
    fields[field] = problem()
    count++
  }
  for (const issue of issues) {
    const { path } = issue
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys.slice(0, LIMITS.refusedFields))
        add([...path, key], () => 'is an unknown field')
    else add(path, () => issue.message || `must be ${requirementAt(schema, path)}`)
    if (count >= LIMITS.refusedFields) break
  }
  return fields
}

/** Shortens a key. It does not cut a surrogate pair in half. */
export const clip = (key: string): string =>
  key.length > 64 ? `${key.slice(0, 64).toWellFormed()}…` : key
