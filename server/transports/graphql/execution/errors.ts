import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Refusal, RefusalCode } from '../../../../protocol/refusals.ts'
import { more, refusalOf } from '../../answer.ts'
import type { Services } from '../../services.ts'

type Counting = Pick<Services, 'log' | 'meter'>

/** A refusal as an error of GraphQL: the same code, at the place where it was met. */
export const errorOf = (
  refusal: Refusal,
  at: Pick<GraphQLError, 'nodes' | 'path'> | undefined = undefined,
): GraphQLError =>
  new GraphQLError(refusal.message, {
    nodes: at?.nodes,
    path: at?.path,
    extensions: { code: refusal.code, ...more(refusal) },
  })

/** What went wrong while fields were being answered: our refusals as they are, bugs logged and hidden. */
export function publicResult(result: ExecutionResult, services: Counting): ExecutionResult {
  if (result.errors === undefined) return result
  return {
    ...result,
    errors: result.errors.map((error) => errorOf(refused(error, services), error)),
  }
}

function refused(error: GraphQLError, services: Counting): Refusal {
  const { cause = error } = error
  return refusalOf(cause, services)
}

/** What GraphQL itself says of a document or of its variables, without the values that they held. */
export const requestError = (error: GraphQLError, code: RefusalCode): GraphQLError =>
  new GraphQLError(error.message.replace(VALUE, '').slice(0, 200), {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  })

const VALUE = /(?<= has invalid value| cannot represent [^:]{1,60}):.*|, found.*/s

/** Why an operation did not begin. */
export class NotBegun extends Error {
  constructor(
    readonly errors: readonly GraphQLError[],
    readonly code: RefusalCode,
    readonly retryAfter?: number | undefined,
  ) {
    super(code)
  }
}

/** Anything thrown on the way to an operation. */
export function notBegun(error: unknown, services: Counting): NotBegun {
  if (error instanceof NotBegun) return error
  const refusal = refusalOf(error, services)
  return new NotBegun([errorOf(refusal)], refusal.code, refusal.retryAfter)
}
