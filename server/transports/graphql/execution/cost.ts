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

/** The most commands that one operation may run. */
export const BUDGET = 100
/** The most values that one operation may return: about 1 µs each, so 20 ms. */
const MAX_VALUES = 20_000
/** This many values cost as much as one command. */
const VALUES_PER_COMMAND = 1000
/** A text or `data`, of up to 16 KiB, counts as this many values. */
const LARGE_VALUES = 40
/** A value of the schema is read from memory. The standard introspection query returns 20,300 of them in 12 ms. */
const SCHEMA_VALUES = 0.6
/** The assumed length of a list that is part of an entity, such as reactions or roles. */
const ENTITY_LIST = 10

const sizesOfSchema = new WeakMap<GraphQLSchema, IntrospectionSizes>()

/**
 * The cost of an operation in commands: the most commands that it can run, and one for each 1,000 values that it can
 * return. A field of a list's items counts once for each possible item; a field with a loader once for each 100 items.
 * Refuses `too_complex`.
 */
export function costOf(args: ValidatedExecutionArgs): number {
  const { schema, operation, fragmentDefinitions, variableValues } = args
  const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION
  let cost = 0
  let values = 0

  /** `isAverage`: the parent is every type of the schema in turn, so the mean length of its lists counts, not the most. */
  function addField(
    node: FieldNode,
    parent: GraphQLCompositeType,
    times: number,
    isAverage: boolean,
  ): void {
    const definition = schema.getField(parent, node.name.value)
    if (definition === undefined) return
    const { weight, isLarge } = definition.extensions
    const isOfSchema = parent.name.startsWith('__')
    values += times * (isLarge ? LARGE_VALUES : isOfSchema ? SCHEMA_VALUES : 1)
    if (values > MAX_VALUES)
      throw new Refusal(
        'too_complex',
        `The result could have more than ${MAX_VALUES} values: request fewer fields or shorter pages`,
      )
    let size = 1
    if (isOfSchema) {
      const { mean = 1, max = 1 } = sizes().get(node.name.value) ?? {}
      size = isAverage ? mean : max
    } else if (weight === undefined) {
      // The size of a connection is counted at the field that returns the connection.
      const isList = isListType(getNullableType(definition.type))
      if (isList && !/^(?:nodes|edges)$/.test(node.name.value)) size = ENTITY_LIST
    }
    if (weight !== undefined) {
      if (isSubscription)
        throw new Refusal(
          'too_complex',
          `A subscription cannot have the field ${node.name.value}: read it with a query`,
        )
      const args = getArgumentValues(definition, node, variableValues)
      size = weight.size(args)
      const runs = weight.runs === 'for each' ? times : Math.ceil(times / LIMITS.idsPerCommand)
      cost += weight.cost * runs * (weight.times?.(args) ?? 1)
      if (cost > BUDGET)
        throw new Refusal(
          'too_complex',
          `The operation could run more than ${BUDGET} commands: request fewer fields or shorter pages`,
        )
    }
    const type = getNamedType(definition.type)
    if (node.selectionSet && isCompositeType(type))
      addSelections(
        node.selectionSet,
        type,
        times * size,
        isAverageOf(node.name.value, parent.name, isAverage),
      )
  }

  function addSelections(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    times: number,
    isAverage: boolean,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) addField(selection, parent, times, isAverage)
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        addSelections(
          selection.selectionSet,
          typeOf(selection.typeCondition?.name.value) ?? parent,
          times,
          isAverage,
        )
      else {
        const fragment = fragmentDefinitions[selection.name.value]
        const type = typeOf(fragment?.typeCondition.name.value)
        if (fragment && type) addSelections(fragment.selectionSet, type, times, isAverage)
      }
    }
  }

  function sizes(): IntrospectionSizes {
    const sizes = sizesOfSchema.get(schema) ?? introspectionSizes(schema)
    sizesOfSchema.set(schema, sizes)
    return sizes
  }

  const typeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  const root = schema.getRootType(operation.operation)
  if (root) addSelections(operation.selectionSet, root, 1, false)
  return Math.max(1, cost + Math.floor(values / VALUES_PER_COMMAND))
}

/** Whether the items of a field belong to every type of the schema. `type` and `ofType` lead to one type only. */
const isAverageOf = (field: string, parent: string, isAverage: boolean): boolean =>
  (field === 'types' && parent === '__Schema') ||
  (isAverage && (field === 'fields' || field === 'args' || field === 'inputFields'))
