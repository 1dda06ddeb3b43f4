import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  executeRootSelectionSet,
  executeSubscriptionEvent,
  type GraphQLError,
  type OperationTypeNode,
  type ValidatedExecutionArgs,
  type ValidatedSubscriptionArgs,
  validateExecutionArgs,
} from 'graphql'
import type { Services } from '../../services.ts'
import { contextOf, type OperationCaller, payerOf, type Target } from './context.ts'
import { costOf } from './cost.ts'
import type { Documents } from './documents.ts'
import { OperationRejected, publicResult, requestError } from './errors.ts'
import type { OperationInput } from './operations.ts'

export type OperationRequest = OperationInput & {
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** One operation that was validated and paid for, ready for execution. */
export class Operation {
  readonly #services: Services
  readonly #args: ValidatedExecutionArgs
  readonly #text: string
  readonly #document: DocumentNode
  readonly #traceparent: string | undefined
  #target: Target | undefined

  /** Refuses `invalid_operation`, `invalid_input`, `too_complex` and `rate_limited`. */
  constructor(
    services: Services,
    documents: Documents,
    request: OperationRequest,
    by: OperationCaller,
  ) {
    const pay = payerOf(services, by)
    const { text, document } = documents.find(request, pay)
    const { traceparent } = request.extensions ?? {}
    this.#traceparent = typeof traceparent === 'string' ? traceparent : undefined
    this.#services = services
    this.#text = text
    this.#document = document
    const args = {
      schema: documents.schema,
      document,
      operationName: request.operationName ?? null,
      variableValues: request.variables ?? {},
      contextValue: contextOf(services, by, (target) => {
        this.#target = target
      }),
      hideSuggestions: true,
    }
    // Whoever is over the rate causes no work by variables that are refused, and these are paid for as well.
    pay(0)
    const checked = validateExecutionArgs(args)
    if (!('operation' in checked)) {
      pay(1)
      throw rejected(checked)
    }
    this.#args = checked
    pay(costOf(checked))
  }

  get document(): DocumentNode {
    return this.#document
  }

  get kind(): OperationTypeNode {
    return this.#args.operation.operation
  }

  /** The commands belong to the trace of the caller, by its header or by `extensions.traceparent`. */
  async run(header?: string | null): Promise<ExecutionResult> {
    const execute = () => executeRootSelectionSet(this.#args)
    const result = this.#services.meter.within(header ?? this.#traceparent, execute)
    return publicResult(await result, this.#services)
  }

  /** The logs of a subscription, and how its events are encoded. */
  async subscribe(): Promise<{ readonly target: Target; readonly encoder: EventEncoder }> {
    const args = this.#args as ValidatedSubscriptionArgs
    const opened = await createSourceEventStream(args)
    if (!(Symbol.asyncIterator in opened)) {
      const [error] = opened.errors ?? []
      throw error?.cause ?? error
    }
    const target = this.#target
    if (target === undefined) throw new Error('The subscription has set no target')
    const { coerced } = args.variableValues
    const variables = Object.entries(coerced).filter(([name]) => name !== target.afterVariable)
    const key = JSON.stringify([this.#text, args.operation.name?.value, variables])
    return {
      target,
      encoder: { key, encode: (payload) => this.#encode(args, target.field, payload) },
    }
  }

  #encode(args: ValidatedSubscriptionArgs, field: string, payload: unknown): string {
    const result = executeSubscriptionEvent({ ...args, rootValue: { [field]: payload } })
    if (result instanceof Promise) throw new Error('The resolvers of an event must be synchronous')
    return JSON.stringify(publicResult(result, this.#services))
  }
}

/** Encodes events for all subscriptions that have the same document, operation and variables. */
export type EventEncoder = {
  /** Equal for these subscriptions. */
  readonly key: string
  /** A payload of `graphql-transport-ws`: an execution result, as JSON. */
  readonly encode: (payload: { readonly after: string; readonly event: object }) => string
}

function rejected(errors: readonly GraphQLError[]): OperationRejected {
  // Only an unknown operation name is an error of the document; all other errors are about the variables.
  const code = errors.some(({ message }) => /operation/.test(message))
    ? 'invalid_operation'
    : 'invalid_input'
  return new OperationRejected(
    errors.map((error) => requestError(error, code)),
    code,
  )
}
