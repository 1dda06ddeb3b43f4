import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Refusal, RefusalCode } from '../../../../protocol/refusals.ts'
import { optionalFieldsOf, refusalOf } from '../../answer.ts'
import type { Services } from '../../services.ts'

type ErrorServices = Pick<Services, 'log' | 'meter'>

/** A refusal as a GraphQL error: with the same code, and the path of the field that was refused. */
export const errorOf = (
  refusal: Refusal,
  at: Pick<GraphQLError, 'nodes' | 'path'> | undefined = undefined,
): GraphQLError =>
  new GraphQLError(refusal.message, {
    nodes: at?.nodes,
    path: at?.path,
    extensions: { code: refusal.code, ...optionalFieldsOf(refusal) },
  })

/** The result with errors that clients may see: refusals as they are; bugs are logged, and reported as `internal`. */
export function publicResult(result: ExecutionResult, services: ErrorServices): ExecutionResult {
  if (result.errors === undefined) return result
  return {
    ...result,
    errors: result.errors.map((error) => errorOf(refusalIn(error, services), error)),
  }
}

function refusalIn(error: GraphQLError, services: ErrorServices): Refusal {
  const { cause = error } = error
  return refusalOf(cause, services)
}

/** A GraphQL error about a document or its variables, without the values of the variables. */
export const requestError = (error: GraphQLError, code: RefusalCode): GraphQLError =>
  new GraphQLError(error.message.replace(VALUE, '').slice(0, 200), {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  })

const VALUE = /(?<= has invalid value| cannot represent [^:]{1,60}):.*|, found.*/s

/** The operation was rejected before execution. */
export class OperationRejected extends Error {
  constructor(
    readonly errors: readonly GraphQLError[],
    readonly code: RefusalCode,
    readonly retryAfter?: number | undefined,
  ) {
    super(code)
  }
}

/** Converts any error that was thrown before execution. */
export function rejectionOf(error: unknown, services: ErrorServices): OperationRejected {
  if (error instanceof OperationRejected) return error
  const refusal = refusalOf(error, services)
  return new OperationRejected([errorOf(refusal)], refusal.code, refusal.retryAfter)
}
