import type { Server } from 'bun'
import { getOperationAST, OperationTypeNode } from 'graphql'
import * as z from 'zod'
import { decodeUtf8, parseJson } from '../../../../protocol/json.ts'
import { REFUSALS, Refusal } from '../../../../protocol/refusals.ts'
import { ANSWER_HEADERS, hintsOf } from '../../answer.ts'
import { readBody } from '../../http/routes.ts'
import { priceOfAnswer, priceOfBody } from '../../limits/prices.ts'
import { validate } from '../../validate.ts'
import { payerOf } from '../execution/context.ts'
import { NotBegun, notBegun } from '../execution/errors.ts'
import { type Request as Asked, Operation } from '../execution/operation.ts'
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

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), one operation a request. */
export async function answerHttp(
  place: GraphqlServices,
  request: Request,
  server: Server<unknown>,
): Promise<Response> {
  const { services, documents, subscribers } = place
  const accepted = acceptedBy(request)
  try {
    const asker = await services.authenticator.request(request)
    const payByAddress = (cost: number) =>
      place.addressLimits.take(request, server as Server<never>, cost)
    await (asker === undefined
      ? place.addressLimits.turn(request, server as Server<never>)
      : services.rateLimiter.turn(asker.user.id))
    const price = priceOfBody(request)
    if (price > 0) payerOf(services, { caller: asker, payByAddress })(price)
    const asked = request.method === 'GET' ? queryOf(request) : await bodyOf(request)
    const { document } = documents.find(asked, payerOf(services, { caller: asker, payByAddress }))
    const kind = getOperationAST(document, asked.operationName)?.operation
    if (kind === OperationTypeNode.MUTATION && request.method === 'GET')
      throw new Refusal('method_not_allowed', 'A mutation must be sent by POST')
    const listens = kind === OperationTypeNode.SUBSCRIPTION
    const caller = listens ? await services.authenticator.listener(request) : asker
    if (listens && caller === undefined) throw new Refusal('unauthenticated')
    const operation = new Operation(services, documents, asked, { caller, payByAddress })
    if (!listens || caller === undefined) {
      const text = JSON.stringify(await operation.run())
      const price = priceOfAnswer(text.length)
      if (caller === undefined) place.addressLimits.charge(request, server as Server<never>, price)
      else services.rateLimiter.charge(caller.user.id, price)
      return answer(200, accepted, text)
    }
    if (subscribers.stopping) throw new Refusal('unavailable')
    if (accepted !== STREAM_TYPE)
      throw new Refusal(
        'invalid_operation',
        `A subscription over HTTP needs Accept: ${STREAM_TYPE}`,
      )
    const suffix = await services.authenticator.suffix(request, caller)
    server.timeout(request, 0)
    const endIn = (seconds: number) => server.timeout(request, seconds)
    const slot = place.addressLimits.open(request, server as Server<never>)
    return await new GraphqlStream(subscribers, caller, slot, endIn).open(
      operation,
      request.headers.get('last-event-id'),
      suffix,
    )
  } catch (error) {
    const { errors, code, retryAfter } = notBegun(error, services)
    // Clients of before this had a status of its own read the errors of a document with a 200 only.
    const isOld = error instanceof NotBegun && accepted !== RESPONSE_TYPE
    const status = isOld ? 200 : REFUSALS[code].status
    return answer(status, accepted, JSON.stringify({ errors }), hintsOf({ code, retryAfter }))
  }
}

function answer(status: number, accepted: string, text: string, hints: object = {}): Response {
  const type = accepted === STREAM_TYPE ? JSON_TYPE : accepted
  return new Response(text, {
    status,
    headers: { ...ANSWER_HEADERS, ...hints, 'content-type': `${type}; charset=utf-8` },
  })
}

/** The first that we speak; where a client does not care, what all of them read. */
function acceptedBy(request: Request): string {
  for (const part of (request.headers.get('accept') ?? '').split(',')) {
    const type = part.split(';', 1)[0]?.trim().toLowerCase()
    if (type === RESPONSE_TYPE || type === JSON_TYPE || type === STREAM_TYPE) return type
  }
  return JSON_TYPE
}

/** A page of another origin cannot send this type without asking first (CORS). */
async function bodyOf(request: Request): Promise<Asked> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== JSON_TYPE)
    throw new Refusal('invalid_json', `The body must have Content-Type: ${JSON_TYPE}`)
  const body = parseJson(decodeUtf8(await readBody(request)))
  if (Array.isArray(body))
    throw new Refusal(
      'invalid_json',
      'The body must be one operation, not a list: send one request for each',
    )
  return paramsOf(body)
}

function queryOf(request: Request): Asked {
  const start = request.url.indexOf('?')
  const said = new URLSearchParams(start < 0 ? '' : request.url.slice(start))
  const json = (name: string) => {
    const text = said.get(name)
    return text === null ? undefined : parseJson(text)
  }
  return paramsOf({
    query: said.get('query'),
    operationName: said.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  })
}

const paramsOf = (said: unknown): Asked => validate(Params, said)
