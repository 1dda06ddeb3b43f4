import {
  type ConstValueNode,
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ObjectValueNode,
} from 'graphql'
import { numberOf } from '../../../../protocol/numbers.ts'

/** As on the subscriber: RFC 3339 in UTC. What comes in is checked by the command's own input. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'RFC 3339, in UTC',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  coerceOutputValue: text,
  coerceInputValue: text,
  coerceInputLiteral: (node) => text(plain(node)),
})

/** The app's own JSON. */
export const JSONScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'The app’s own JSON object, kept as it was sent',
  coerceOutputValue: (value) => value,
  coerceInputValue: (value) => value,
  coerceInputLiteral: plain,
})

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new GraphQLError('DateTime is text')
}

function plain(node: ConstValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return numberOf(node.value)
    case Kind.LIST:
      return node.values.map(plain)
    case Kind.OBJECT:
      return Object.fromEntries(fields(node))
    default:
      return node.value
  }
}

const fields = (node: ObjectValueNode): [string, unknown][] =>
  node.fields.map(({ name, value }) => [name.value, plain(value as ConstValueNode)])
