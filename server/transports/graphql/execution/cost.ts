import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidatedExecutionArgs,
} from 'graphql'
import { LIMITS } from '../../../../protocol/limits.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { type IntrospectionSizes, introspectionSizes } from '../schema/introspection-sizes.ts'

/** What one operation may take of its user's rate: as many commands of REST. */
export const BUDGET = 100
/** Values that one operation may answer: some 1 µs each, so 20 ms. The standard introspection query has 10,000. */
const VALUES = 20_000
/** As many of them cost as much as a command. */
const VALUES_PER_COMMAND = 1000
/** A text or `data`, of up to 16 KiB, counts as so many values. */
const LARGE = 40
/** What a list that is part of an entity holds, of which nothing else is known: reactions, roles. */
const LISTED = 10

const known = new WeakMap<GraphQLSchema, IntrospectionSizes>()

/**
 * How many use-cases an operation may run at most, and how many values it may answer: what stands in a
 * list counts for each that it may hold, what loaders bring for each hundred. Refuses `too_complex`
 * before anything has run.
 */
export function costOf(args: ValidatedExecutionArgs): number {
  const { schema, operation, fragmentDefinitions, variableValues } = args
  const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION
  let cost = 0
  let values = 0

  /** `ofEach`: the parent is one of all types of the schema, so that what is usual counts, not the most. */
  function field(
    node: FieldNode,
    parent: GraphQLCompositeType,
    times: number,
    ofEach: boolean,
  ): void {
    const definition = schema.getField(parent, node.name.value)
    if (definition === undefined) return
    const { weight, isLarge } = definition.extensions
    values += times * (isLarge ? LARGE : 1)
    if (values > VALUES)
      throw new Refusal(
        'too_complex',
        `The answer may have over ${VALUES} values: ask for fewer fields or shorter pages`,
      )
    let size = 1
    if (parent.name.startsWith('__')) {
      const { mean = 1, most = 1 } = sizes().get(node.name.value) ?? {}
      size = ofEach ? mean : most
    } else if (weight === undefined) {
      // A connection's own size stands at its field.
      const isList = isListType(getNullableType(definition.type))
      if (isList && !/^(?:nodes|edges)$/.test(node.name.value)) size = LISTED
    }
    if (weight !== undefined) {
      if (isSubscription)
        throw new Refusal('too_complex', `A subscription cannot read ${node.name.value}: query it`)
      const args = getArgumentValues(definition, node, variableValues)
      size = weight.size(args)
      const runs = weight.runs === 'for each' ? times : Math.ceil(times / LIMITS.idsPerCommand)
      cost += weight.cost * runs * (weight.times?.(args) ?? 1)
      if (cost > BUDGET)
        throw new Refusal(
          'too_complex',
          `The operation runs over ${BUDGET} commands: ask for less at once`,
        )
    }
    const type = getNamedType(definition.type)
    if (node.selectionSet && isCompositeType(type))
      below(node.selectionSet, type, times * size, isOfEach(node.name.value, parent.name, ofEach))
  }

  function below(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    times: number,
    ofEach: boolean,
  ): void {
    for (const each of set.selections) {
      if (each.kind === Kind.FIELD) field(each, parent, times, ofEach)
      else if (each.kind === Kind.INLINE_FRAGMENT)
        below(each.selectionSet, typeOf(each.typeCondition?.name.value) ?? parent, times, ofEach)
      else {
        const fragment = fragmentDefinitions[each.name.value]
        const type = typeOf(fragment?.typeCondition.name.value)
        if (fragment && type) below(fragment.selectionSet, type, times, ofEach)
      }
    }
  }

  function sizes(): IntrospectionSizes {
    const there = known.get(schema) ?? introspectionSizes(schema)
    known.set(schema, there)
    return there
  }

  const typeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  const root = schema.getRootType(operation.operation)
  if (root) below(operation.selectionSet, root, 1, false)
  return Math.max(1, cost + Math.floor(values / VALUES_PER_COMMAND))
}

/** `type` and `ofType` may lead to any of them. */
const isOfEach = (field: string, parent: string, ofEach: boolean): boolean =>
  (field === 'types' && parent === '__Schema') ||
  (ofEach && (field === 'fields' || field === 'args' || field === 'inputFields'))
