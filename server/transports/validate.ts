import type * as z from 'zod'
import { LIMITS } from '../../protocol/limits.ts'
import { type Fields, Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import { requirementAt } from './requirement.ts'

/**
 * What came in, as its schema takes it. Refuses what does not fit with the first 20 fields and what each of
 * them must be, in our words and without an echo of the input.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  code: RefusalCode = 'invalid_input',
): z.output<S> {
  const parsed = schema.safeParse(raw, PLAIN)
  if (parsed.success) return parsed.data
  const fields = fieldsOf(schema, parsed.error)
  const detail = Object.entries(fields).map(([field, says]) => `${field} ${says}`)
  throw new Refusal(code, detail.join('; '), fields)
}

/** Asked only where the schema has no words of its own: `OURS` are found for the fields that are named. */
const PLAIN = {
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? 'is missing' : OURS),
}
const OURS = ''

function fieldsOf(schema: z.ZodType, { issues }: z.ZodError): Fields {
  const fields: Record<string, string> = {}
  let named = 0
  const name = (path: readonly PropertyKey[], says: () => string) => {
    const field = path.length === 0 ? 'input' : clip(path.join('.'))
    if (named >= LIMITS.refusedFields || field in fields) return
    fields[field] = says()
    named++
  }
  for (const issue of issues) {
    const { path } = issue
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys.slice(0, LIMITS.refusedFields))
        name([...path, key], () => 'is an unknown field')
    else name(path, () => issue.message || `must be ${requirementAt(schema, path)}`)
    if (named >= LIMITS.refusedFields) break
  }
  return fields
}

/** Not in the middle of a surrogate pair. */
export const clip = (key: string): string =>
  key.length > 64 ? `${key.slice(0, 64).toWellFormed()}…` : key
