import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/** The lengths of the lists in an introspection answer: the mean over all types, and the maximum. */
export type IntrospectionSizes = ReadonlyMap<
  string,
  { readonly mean: number; readonly max: number }
>

/** The keys are names of fields of `__Schema`, `__Type`, `__Field` and `__Directive`. */
export function introspectionSizes(schema: GraphQLSchema): IntrospectionSizes {
  const types = Object.values(schema.getTypeMap())
  const fields = types.map((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  )
  const args = fields.flat().map((field) => field.args.length)
  const inputs = types.map((type) =>
    isInputObjectType(type) ? Object.keys(type.getFields()).length : 0,
  )
  const values = types.map((type) => (isEnumType(type) ? type.getValues().length : 0))
  const interfaces = types.map((type) => (isObjectType(type) ? type.getInterfaces().length : 0))
  const possible = types.map((type) =>
    isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0,
  )
  return new Map([
    ['types', sizes([types.length])],
    ['directives', sizes([schema.getDirectives().length])],
    ['locations', sizes([8])],
    ['fields', sizes(fields.map((each) => each.length))],
    ['args', sizes(args)],
    ['inputFields', sizes(inputs)],
    ['enumValues', sizes(values)],
    ['interfaces', sizes(interfaces)],
    ['possibleTypes', sizes(possible)],
    // Most types wrap no other type, and few wrap more than two.
    ['ofType', { mean: 0.5, max: 0.5 }],
  ])
}

const sizes = (lengths: readonly number[]) => ({
  mean: lengths.reduce((sum, length) => sum + length, 0) / Math.max(lengths.length, 1),
  max: Math.max(1, ...lengths),
})
