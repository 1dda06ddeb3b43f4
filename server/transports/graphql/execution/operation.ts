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
import { NotBegun, publicResult, requestError } from './errors.ts'
import type { OperationInput } from './operations.ts'

export type Request = OperationInput & {
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** One operation, checked and paid for, about to be carried out. */
export class Operation {
  readonly #services: Services
  readonly #args: ValidatedExecutionArgs
  readonly #text: string
  readonly #document: DocumentNode
  #target: Target | undefined

  /** Refuses `invalid_operation`, `invalid_input`, `too_complex` and `rate_limited`. */
  constructor(services: Services, documents: Documents, request: Request, asking: OperationCaller) {
    const pay = payerOf(services, asking)
    const { text, document } = documents.find(request, pay)
    this.#services = services
    this.#text = text
    this.#document = document
    const args = {
      schema: documents.schema,
      document,
      operationName: request.operationName ?? null,
      variableValues: request.variables ?? {},
      contextValue: contextOf(services, asking, (target) => {
        this.#target = target
      }),
      hideSuggestions: true,
    }
    const checked = validateExecutionArgs(args)
    if (!('operation' in checked)) throw refused(checked)
    this.#args = checked
    pay(costOf(checked))
  }

  get document(): DocumentNode {
    return this.#document
  }

  get kind(): OperationTypeNode {
    return this.#args.operation.operation
  }

  async run(): Promise<ExecutionResult> {
    return publicResult(await executeRootSelectionSet(this.#args), this.#services)
  }

  /** What a subscription listens to, and the shape in which it is told. */
  async listen(): Promise<{ readonly target: Target; readonly shape: ShapeOf }> {
    const args = this.#args as ValidatedSubscriptionArgs
    const opened = await createSourceEventStream(args)
    if (!(Symbol.asyncIterator in opened)) {
      const [error] = opened.errors ?? []
      throw error?.cause ?? error
    }
    const target = this.#target
    if (target === undefined) throw new Error('a subscription without a field')
    const { coerced } = args.variableValues
    const variables = Object.entries(coerced).filter(([name]) => name !== target.afterVariable)
    const key = JSON.stringify([this.#text, args.operation.name?.value, variables])
    return { target, shape: { key, tell: (said) => this.#tell(args, target.field, said) } }
  }

  #tell(args: ValidatedSubscriptionArgs, field: string, said: unknown): string {
    const result = executeSubscriptionEvent({ ...args, rootValue: { [field]: said } })
    if (result instanceof Promise) throw new Error('an event is told at once')
    return JSON.stringify(publicResult(result, this.#services))
  }
}

/** How an event is told to everyone who asked for it in the same words. */
export type ShapeOf = {
  readonly key: string
  /** A payload of `graphql-transport-ws`: an execution result, as JSON. */
  readonly tell: (received: { readonly after: string; readonly event: object }) => string
}

function refused(errors: readonly GraphQLError[]): NotBegun {
  // No such operation is the document's fault, everything else is the variables'.
  const code = errors.some(({ message }) => /operation/.test(message))
    ? 'invalid_operation'
    : 'invalid_input'
  return new NotBegun(
    errors.map((error) => requestError(error, code)),
    code,
  )
}
