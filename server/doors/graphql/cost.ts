import {
  type FieldNode,
  type GraphQLCompositeType,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidatedExecutionArgs,
} from 'graphql'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'

/** What one operation may take of its user's rate: as many commands of REST. */
export const BUDGET = 100

/**
 * How many use-cases an operation may run at most: what stands in a list counts for each that it may
 * hold, what loaders bring for each hundred. Refuses `too_complex` before anything has run.
 */
export function costOf(args: ValidatedExecutionArgs): number {
  const { schema, operation, fragmentDefinitions, variableValues } = args
  const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION
  let cost = 0

  function field(node: FieldNode, parent: GraphQLCompositeType, times: number): void {
    const definition = schema.getField(parent, node.name.value)
    if (definition === undefined) return
    const { weight } = definition.extensions
    let size = 1
    if (weight !== undefined) {
      if (isSubscription)
        throw new Refusal('too_complex', `An event says what it holds: query ${node.name.value}`)
      size = weight.size(getArgumentValues(definition, node, variableValues))
      const runs = weight.runs === 'for each' ? times : Math.ceil(times / LIMITS.idsPerCommand)
      cost += weight.cost * runs
      if (cost > BUDGET) throw new Refusal('too_complex', `It runs more than ${BUDGET} commands`)
    }
    const type = getNamedType(definition.type)
    if (node.selectionSet && isCompositeType(type)) below(node.selectionSet, type, times * size)
  }

  function below(set: SelectionSetNode, parent: GraphQLCompositeType, times: number): void {
    for (const each of set.selections) {
      if (each.kind === Kind.FIELD) field(each, parent, times)
      else if (each.kind === Kind.INLINE_FRAGMENT)
        below(each.selectionSet, typeOf(each.typeCondition?.name.value) ?? parent, times)
      else {
        const fragment = fragmentDefinitions[each.name.value]
        const type = typeOf(fragment?.typeCondition.name.value)
        if (fragment && type) below(fragment.selectionSet, type, times)
      }
    }
  }

  const typeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  const root = schema.getRootType(operation.operation)
  if (root) below(operation.selectionSet, root, 1)
  return Math.max(1, cost)
}
