import { LIMITS } from './limits.ts'

/**
 * Every way to be refused. One code, the same on all doors: `status` over HTTP, an `error` frame on
 * the socket, and `close` where the connection itself ends. `title`: what is wrong, and what to do next.
 * `retryAfter`: seconds after which the same may be tried again, where nothing more exact is known.
 */
export const REFUSALS = {
  invalid_json: {
    status: 400,
    close: 4400,
    title: 'This is not valid JSON: send one JSON value in UTF-8',
  },
  invalid_frame: {
    status: 400,
    close: 4400,
    title: 'This is not a frame of this socket: send a hello or a command',
  },
  invalid_input: {
    status: 400,
    title: 'The input does not fit the command: correct the fields that are named',
  },
  invalid_cursor: {
    status: 400,
    close: 4400,
    title: 'This cursor is not from this server: read the state again, and use the cursor of that',
  },
  invalid_host: {
    status: 400,
    title: 'The Host header is malformed or names another server: use an address of this server',
  },
  invalid_operation: {
    status: 400,
    title: 'This GraphQL operation does not fit the schema: see /schema.graphql',
  },
  unknown_operation: {
    status: 400,
    title: 'This server runs only registered GraphQL operations: ask its operator to add this one',
  },
  too_complex: {
    status: 400,
    title: 'This GraphQL operation is over the limits: ask for less at once',
  },
  unknown_command: {
    status: 404,
    title: 'There is no command with this name: the API documents list all names',
  },
  unauthenticated: { status: 401, close: 4401, title: 'This needs a token: sign in, and send it' },
  invalid_token: { status: 401, close: 4401, title: 'This token is not valid: get a new one' },
  invalid_key: {
    status: 401,
    title: 'This API key is not valid: use the operator’s key, or one that was not deleted',
  },
  token_expired: { status: 401, close: 4401, title: 'This token has expired: get a new one' },
  hello_missing: {
    status: 400,
    close: 4400,
    title: 'The first frame must be hello: connect again, and send it first',
  },
  hello_late: {
    status: 408,
    close: 4408,
    title: 'No hello came within 10 seconds: connect again, and send it first',
  },
  forbidden: {
    status: 403,
    close: 4403,
    title: 'You do not have the right to do this: ask the staff of the room, or the operator',
  },
  user_deleted: {
    status: 403,
    close: 4403,
    title: 'This user was deleted for good: use another user',
  },
  origin_refused: {
    status: 403,
    close: 4403,
    title:
      'Pages of this origin may not call this server: its operator can add it to PARLANCE_ORIGINS',
  },
  not_found: {
    status: 404,
    title:
      'There is no such thing, or you cannot see it: check the id, and whether you are a member',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not support this method: the Allow header lists those that it does',
  },
  last_owner: {
    status: 409,
    title: 'A room keeps an owner: make another member owner first',
  },
  too_many_rooms: {
    status: 409,
    title: `A user can be in ${LIMITS.roomsPerUser} rooms at most: leave another room first`,
  },
  dm_over: {
    status: 409,
    title: 'The other person of this dm was deleted, and it takes nothing more: leave it',
  },
  archived: {
    status: 409,
    title: 'The room is archived, and nothing in it changes: an owner or admin can bring it back',
  },
  feature_off: {
    status: 409,
    title: 'This room has that feature turned off: an owner or admin can turn it on',
  },
  edit_conflict: {
    status: 409,
    title: 'The message was edited meanwhile: read it again, and edit its latest version',
  },
  deleted: {
    status: 409,
    title: 'This message was deleted: its author can restore it for a short time',
  },
  too_late: {
    status: 409,
    title: `A message can be restored for ${LIMITS.restoreMs / 1000} seconds after its deletion`,
  },
  too_many: { status: 409, title: 'The limit is reached: remove another one first' },
  invitation_over: {
    status: 410,
    title: 'This invitation is used up, taken back, expired, or never was: ask for a new one',
  },
  read_behind: {
    status: 409,
    title: 'You have read further already: send the seq that you read up to last',
  },
  read_ahead: {
    status: 409,
    title: 'The room has no event with this seq yet: send at most the seq of the room',
  },
  unsupported_encoding: {
    status: 415,
    title: 'This body has a Content-Encoding: send it without',
  },
  too_large: { status: 413, title: 'This is too large: send less at once' },
  rate_limited: {
    status: 429,
    close: 4429,
    title: 'Too many requests: wait, and try again',
    retryAfter: 1,
  },
  too_many_connections: {
    status: 429,
    close: 4429,
    title: 'Too many connections are open: close one, or try again when one has ended',
    retryAfter: 10,
  },
  body_incomplete: {
    status: 400,
    title: 'The body ended before it was complete: send it again',
  },
  internal: {
    status: 500,
    close: 4500,
    title: 'Internal error: tell the operator of this server its id, which stands in the log',
  },
  unavailable: {
    status: 503,
    close: 4503,
    title: 'The server cannot do this at the moment: try again in a few seconds',
    retryAfter: 2,
  },
} as const satisfies Record<
  string,
  { status: number; close?: number; title: string; retryAfter?: number }
>

export type RefusalCode = keyof typeof REFUSALS

/** What does not fit, by field: `{ "text": "is empty" }`. */
export type Fields = Readonly<Record<string, string>>

export type Hints = {
  /** In seconds. */
  readonly retryAfter?: number | undefined
  /** Of an internal error: what its line in the log is found by. */
  readonly id?: string | undefined
}

/** A no with a stable code. Whatever else is thrown is a bug. */
export class Refusal extends Error implements Hints {
  readonly code: RefusalCode
  readonly fields: Fields | undefined
  readonly retryAfter: Hints['retryAfter']
  readonly id: Hints['id']

  constructor(code: RefusalCode, detail?: string, fields?: Fields, hints: Hints = {}) {
    const known = REFUSALS[code]
    super(detail ?? known.title)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
    this.retryAfter = hints.retryAfter ?? ('retryAfter' in known ? known.retryAfter : undefined)
    this.id = hints.id
  }
}
