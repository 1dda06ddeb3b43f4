import { LIMITS } from './limits.ts'
import { MODERATION_REFUSALS } from './moderation-refusals.ts'
import { SIGN_IN_REFUSALS } from './sign-in-refusals.ts'

/**
 * Every refusal, with the same code on each transport. `status`: over HTTP. `close`: the close code of a socket that
 * the refusal ends. `title`: what is wrong, and what to do next. `retryAfter`: the seconds after which to try again,
 * unless the place that refuses knows better.
 */
export const REFUSALS = {
  invalid_json: {
    status: 400,
    close: 4400,
    title: 'The text is not valid JSON: send one JSON value in UTF-8',
  },
  invalid_frame: {
    status: 400,
    close: 4400,
    title: 'The frame is not valid at this point: send hello first, and then commands or pings',
  },
  invalid_input: {
    status: 400,
    title: 'The input is not valid: correct the named fields',
  },
  invalid_cursor: {
    status: 400,
    close: 4400,
    title:
      'This server did not issue the cursor: read the state again, and use the cursor that comes with it',
  },
  invalid_host: {
    status: 400,
    title: 'The Host header is malformed or names another server: use an address of this server',
  },
  invalid_operation: {
    status: 400,
    title: 'The GraphQL operation does not match the schema: see /schema.graphql',
  },
  unknown_operation: {
    status: 400,
    title:
      'This server runs only registered GraphQL operations: ask its operator to register this one',
  },
  too_complex: {
    status: 400,
    title: 'The GraphQL operation exceeds the limits: request less at once',
  },
  unknown_command: {
    status: 404,
    title: 'No command has this name: use a name from the API documents',
  },
  unauthenticated: {
    status: 401,
    close: 4401,
    title: 'A token is required: sign in, and send the token',
  },
  invalid_token: { status: 401, close: 4401, title: 'The token is not valid: get a new one' },
  invalid_key: {
    status: 401,
    title: 'The API key is not valid: use the operator’s key, or another key that was not deleted',
  },
  token_expired: { status: 401, close: 4401, title: 'The token has expired: get a new one' },
  ...SIGN_IN_REFUSALS,
  hello_missing: {
    status: 400,
    close: 4400,
    title: 'The first frame must be hello: connect again, and send it first',
  },
  hello_late: {
    status: 408,
    close: 4408,
    title: 'No hello arrived within 10 seconds: connect again, and send it first',
  },
  forbidden: {
    status: 403,
    close: 4403,
    title: 'You are not permitted to do this: ask the staff of the room, or the operator',
  },
  consent_required: {
    status: 403,
    title:
      'The user must agree first: send a request (requests.create) or an invitation (invitations.create), and wait until it is accepted',
  },
  ...MODERATION_REFUSALS,
  origin_refused: {
    status: 403,
    close: 4403,
    title:
      'Pages of this origin cannot call this server: ask its operator to add the origin to PARLANCE_ORIGINS',
  },
  not_found: {
    status: 404,
    title:
      'The object does not exist, or you cannot see it: check the id, and whether you are a member',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not support the method: use one that the Allow header lists',
  },
  handle_taken: {
    status: 409,
    title: 'Another user has this handle, or one that looks like it: choose another one',
  },
  last_owner: {
    status: 409,
    title: 'The last owner of a room must stay its owner: make another member owner first',
  },
  last_administrator: {
    status: 409,
    title:
      'The last administrator of the server must stay one: make another user administrator first',
  },
  too_many_rooms: {
    status: 409,
    title: `A user can be in ${LIMITS.roomsPerUser} rooms at most, and in as many again to which others added them: leave another room first`,
  },
  dm_over: {
    status: 409,
    title:
      'The other user left the dm or was deleted, so it accepts no messages: create the dm again, or leave it',
  },
  archived: {
    status: 409,
    title:
      'The room is archived, so it accepts no messages, reactions, pins or invitations: ask an owner or admin to end the archiving',
  },
  feature_off: {
    status: 409,
    title: 'The feature is turned off in this room: ask an owner or admin to turn it on',
  },
  edit_conflict: {
    status: 409,
    title: 'The message was edited in the meantime: read it again, and edit its latest version',
  },
  deleted: {
    status: 409,
    title: `The message was deleted: its author can restore it for ${LIMITS.restoreMs / 1000} seconds after deleting it`,
  },
  too_late: {
    status: 409,
    title: `The author can restore a message for ${LIMITS.restoreMs / 1000} seconds after deleting it: send a new message`,
  },
  job_running: {
    status: 409,
    title: 'The job is running: wait until it has ended, or has failed',
  },
  too_many: { status: 409, title: 'The limit is reached: remove one before you add another' },
  invitation_over: {
    status: 410,
    title:
      'The invitation is used up, has expired, was deleted, or never existed: ask for a new one',
  },
  join_request_required: {
    status: 403,
    close: 4403,
    title:
      'This room is joined on request: send a join request, or ask its staff for an invitation',
  },
  join_request_declined: {
    status: 403,
    title: 'The staff of the room declined your requests for good: ask them for an invitation',
  },
  join_request_over: {
    status: 410,
    title:
      'The join request was answered or withdrawn, or has ended with its user or room: list the join requests again',
  },
  read_behind: {
    status: 409,
    title: 'The read pointer is already further: send its seq or a later one',
  },
  read_ahead: {
    status: 409,
    title: 'The room has no event with this seq yet: send at most the last seq of the room',
  },
  unsupported_encoding: {
    status: 415,
    title: 'The body has a Content-Encoding: send it without one',
  },
  too_large: { status: 413, title: 'The request is too large: send less at once' },
  rate_limited: {
    status: 429,
    close: 4429,
    title: 'Too many requests: wait, and try again',
    retryAfter: 1,
  },
  quota_reached: {
    status: 429,
    title:
      'The quota of the day is used up: try again after midnight UTC, or ask the operator for more',
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
    title: 'Internal error: report the id to the operator of this server, whose log contains it',
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

/** The invalid fields, each with what is wrong: `{ "text": "is empty" }`. */
export type Fields = Readonly<Record<string, string>>

export type Hints = {
  /** Seconds. */
  readonly retryAfter?: number | undefined
  /** When the ban or mute ends that the refusal is about, as ISO 8601. */
  readonly until?: string | undefined
  /** The quota that is used up, for the metrics. */
  readonly quota?: string | undefined
  /** The id of an internal error, by which its line in the log can be found. */
  readonly id?: string | undefined
}

/** A refusal, with a stable code. Any other error that is thrown is a bug. */
export class Refusal extends Error implements Hints {
  readonly code: RefusalCode
  readonly fields: Fields | undefined
  readonly retryAfter: Hints['retryAfter']
  readonly until: Hints['until']
  readonly quota: Hints['quota']
  readonly id: Hints['id']

  constructor(code: RefusalCode, detail?: string, fields?: Fields, hints: Hints = {}) {
    const known = REFUSALS[code]
    super(detail ?? known.title)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
    this.retryAfter = hints.retryAfter ?? ('retryAfter' in known ? known.retryAfter : undefined)
    this.until = hints.until
    this.quota = hints.quota
    this.id = hints.id
  }
}
