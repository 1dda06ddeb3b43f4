import type { Server } from 'bun'
import { getOperationAST, OperationTypeNode } from 'graphql'
import * as z from 'zod'
import { decodeUtf8, parseJson } from '../../../../protocol/json.ts'
import { REFUSALS, Refusal } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import { ANSWER_HEADERS, hintsOf } from '../../answer.ts'
import { readBody } from '../../http/routes.ts'
import { priceOfAnswer, priceOfBody } from '../../limits/prices.ts'
import { validate } from '../../validate.ts'
import { visitorOf } from '../../visitor.ts'
import { type OperationCaller, payerOf } from '../execution/context.ts'
import { OperationRejected, rejectionOf } from '../execution/errors.ts'
import { Operation, type OperationRequest } from '../execution/operation.ts'
import type { GraphqlServices } from './services.ts'
import { GraphqlStream } from './stream.ts'

const JSON_TYPE = 'application/json'
const RESPONSE_TYPE = 'application/graphql-response+json'
const STREAM_TYPE = 'text/event-stream'

const Params = z.strictObject({
  query: z.string().nullish(),
  operationName: z.string().max(256).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
})

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), one operation for each request. */
export async function answerHttp(
  graphql: GraphqlServices,
  request: Request,
  server: Server<unknown>,
): Promise<Response> {
  const { services, documents, subscribers } = graphql
  const responseType = responseTypeOf(request)
  let requestCaller: Caller | undefined
  const rateFields = () =>
    requestCaller === undefined
      ? graphql.addressLimits.fields(request, server as Server<never>)
      : services.rateLimiter.fields(requestCaller.user.id)
  try {
    requestCaller = await services.authenticator.request(request)
    const payByAddress = (cost: number) =>
      graphql.addressLimits.take(request, server as Server<never>, cost)
    const spendByAddress: OperationCaller['spendByAddress'] = (quotas) =>
      graphql.addressLimits.spend(
        graphql.addressLimits.networkOf(request, server as Server<never>),
        quotas,
      )
    const turn = () =>
      requestCaller === undefined
        ? graphql.addressLimits.turn(request, server as Server<never>)
        : services.rateLimiter.turn(requestCaller.user.id)
    await turn()
    const pay = payerOf(services, { caller: requestCaller, payByAddress })
    const bodyPrice = priceOfBody(request)
    if (bodyPrice > 0) pay(bodyPrice)
    const operationRequest = request.method === 'GET' ? queryOf(request) : await bodyOf(request)
    const { document } = documents.find(operationRequest, pay)
    const kind = getOperationAST(document, operationRequest.operationName)?.operation
    if (kind === OperationTypeNode.MUTATION && request.method === 'GET')
      throw new Refusal('method_not_allowed', 'A mutation must be sent by POST')
    const isSubscription = kind === OperationTypeNode.SUBSCRIPTION
    const caller = isSubscription ? await services.authenticator.connection(request) : requestCaller
    if (isSubscription && caller === undefined) throw new Refusal('unauthenticated')
    const operation = new Operation(services, documents, operationRequest, {
      caller,
      visitor: visitorOf(graphql.addressLimits, request, server as Server<never>),
      payByAddress,
      spendByAddress,
    })
    if (!isSubscription || caller === undefined) {
      // Of many that came at once none had paid before: now each has.
      await turn()
      const text = JSON.stringify(await operation.run(request.headers.get('traceparent')))
      const price = priceOfAnswer(text.length)
      if (caller === undefined)
        graphql.addressLimits.charge(request, server as Server<never>, price)
      else services.rateLimiter.charge(caller.user.id, price)
      return answer(200, responseType, text, rateFields())
    }
    if (subscribers.stopping) throw new Refusal('unavailable')
    if (responseType !== STREAM_TYPE)
      throw new Refusal(
        'invalid_operation',
        `A subscription over HTTP needs Accept: ${STREAM_TYPE}`,
      )
    const suffix = await services.authenticator.suffix(request, caller)
    server.timeout(request, 0)
    const endIn = (seconds: number) => server.timeout(request, seconds)
    const slot = graphql.addressLimits.open(request, server as Server<never>)
    return await new GraphqlStream(subscribers, caller, slot, endIn).open(
      operation,
      request.headers.get('last-event-id'),
      suffix,
    )
  } catch (error) {
    const { errors, code, retryAfter } = rejectionOf(error, services)
    // Clients that accept only application/json expect status 200 for errors in a document (GraphQL over HTTP).
    const isLegacy = error instanceof OperationRejected && responseType !== RESPONSE_TYPE
    const status = isLegacy ? 200 : REFUSALS[code].status
    const hints = { ...rateFields(), ...hintsOf({ code, retryAfter }) }
    return answer(status, responseType, JSON.stringify({ errors }), hints)
  }
}

function answer(status: number, responseType: string, text: string, hints: object = {}): Response {
  const type = responseType === STREAM_TYPE ? JSON_TYPE : responseType
  return new Response(text, {
    status,
    headers: { ...ANSWER_HEADERS, ...hints, 'content-type': `${type}; charset=utf-8` },
  })
}

/** The first accepted type that the server supports; by default JSON, which every client reads. */
function responseTypeOf(request: Request): string {
  for (const part of (request.headers.get('accept') ?? '').split(',')) {
    const type = part.split(';', 1)[0]?.trim().toLowerCase()
    if (type === RESPONSE_TYPE || type === JSON_TYPE || type === STREAM_TYPE) return type
  }
  return JSON_TYPE
}

/** Requires JSON as the type, because a page of another origin cannot send it without a CORS preflight. */
async function bodyOf(request: Request): Promise<OperationRequest> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== JSON_TYPE)
    throw new Refusal('invalid_json', `The request must have Content-Type: ${JSON_TYPE}`)
  const body = parseJson(decodeUtf8(await readBody(request)))
  if (Array.isArray(body))
    throw new Refusal(
      'invalid_json',
      'The body must be one operation, not a list: send one request for each',
    )
  return paramsOf(body)
}

function queryOf(request: Request): OperationRequest {
  const start = request.url.indexOf('?')
  const params = new URLSearchParams(start < 0 ? '' : request.url.slice(start))
  const json = (name: string) => {
    const text = params.get(name)
    return text === null ? undefined : parseJson(text)
  }
  return paramsOf({
    query: params.get('query'),
    operationName: params.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  })
}

const paramsOf = (params: unknown): OperationRequest => validate(Params, params)
