import type { Server } from 'bun'
import { getOperationAST, OperationTypeNode } from 'graphql'
import * as z from 'zod'
import { decodeUtf8, parseJson } from '../../../protocol/json.ts'
import { REFUSALS, Refusal } from '../../../protocol/refusals.ts'
import { ANSWER_HEADERS, hintsOf } from '../answer.ts'
import { checked } from '../checked.ts'
import { priceOfAnswer } from '../prices.ts'
import { readBody } from '../routes.ts'
import { payerOf } from './context.ts'
import { NotBegun, notBegun } from './errors.ts'
import { type Request as Asked, Operation } from './operation.ts'
import type { Place } from './place.ts'
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
  place: Place,
  request: Request,
  server: Server<unknown>,
): Promise<Response> {
  const { house, documents, audience } = place
  const accepted = acceptedBy(request)
  try {
    const asked = request.method === 'GET' ? queryOf(request) : await bodyOf(request)
    const asker = await house.callerOf.request(request)
    const knock = (cost: number) => place.strangers.take(request, server as Server<never>, cost)
    const { document } = documents.find(asked, payerOf(house, { caller: asker, knock }))
    const kind = getOperationAST(document, asked.operationName)?.operation
    if (kind === OperationTypeNode.MUTATION && request.method === 'GET')
      throw new Refusal('method_not_allowed', 'A mutation must be sent by POST')
    const listens = kind === OperationTypeNode.SUBSCRIPTION
    const caller = listens ? await house.callerOf.listener(request) : asker
    if (listens && caller === undefined) throw new Refusal('unauthenticated')
    const operation = new Operation(house, documents, asked, { caller, knock })
    if (!listens || caller === undefined) {
      const text = JSON.stringify(await operation.run())
      const price = priceOfAnswer(text.length)
      if (caller === undefined) place.strangers.charge(request, server as Server<never>, price)
      else house.flood.charge(caller.user.id, price)
      return answer(200, accepted, text)
    }
    if (audience.stopping) throw new Refusal('unavailable')
    if (accepted !== STREAM_TYPE)
      throw new Refusal(
        'invalid_operation',
        `A subscription over HTTP needs Accept: ${STREAM_TYPE}`,
      )
    const suffix = await house.callerOf.suffix(request, caller)
    server.timeout(request, 0)
    const endIn = (seconds: number) => server.timeout(request, seconds)
    const slot = place.strangers.open(request, server as Server<never>)
    return await new GraphqlStream(audience, caller, slot, endIn).open(
      operation,
      request.headers.get('last-event-id'),
      suffix,
    )
  } catch (error) {
    const { errors, code, retryAfter } = notBegun(error, house)
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

const paramsOf = (said: unknown): Asked => checked(Params, said)
