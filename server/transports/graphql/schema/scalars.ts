import {
  type ConstValueNode,
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ObjectValueNode,
} from 'graphql'
import { numberOf } from '../../../../protocol/numbers.ts'

/** The same format as on the other transports. The command's own input schema validates it. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'A time in the format of RFC 3339, in UTC',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  coerceOutputValue: text,
  coerceInputValue: text,
  coerceInputLiteral: (node) => text(jsonOf(node)),
})

export const JSONScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'The app’s own JSON object, returned as it was sent',
  coerceOutputValue: (value) => value,
  coerceInputValue: (value) => value,
  coerceInputLiteral: jsonOf,
})

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new GraphQLError('DateTime must be a string')
}

function jsonOf(node: ConstValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return numberOf(node.value)
    case Kind.LIST:
      return node.values.map(jsonOf)
    case Kind.OBJECT:
      return Object.fromEntries(fields(node))
    default:
      return node.value
  }
}

const fields = (node: ObjectValueNode): [string, unknown][] =>
  node.fields.map(({ name, value }) => [name.value, jsonOf(value as ConstValueNode)])
