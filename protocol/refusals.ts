/**
 * Every way to be refused. One code, the same on all doors: `status` over HTTP, an `error` frame on
 * the socket, and `close` where the connection itself ends.
 */
export const REFUSALS = {
  invalid_json: { status: 400, close: 4400, title: 'That is not JSON we can read' },
  invalid_frame: { status: 400, close: 4400, title: 'That is not a frame of this socket' },
  invalid_input: { status: 400, title: 'The input does not fit the command' },
  invalid_cursor: { status: 400, close: 4400, title: 'This cursor is not one of ours' },
  invalid_host: { status: 400, title: 'The Host header is malformed, or names another server' },
  invalid_operation: { status: 400, title: 'That is not an operation of this schema' },
  unknown_operation: { status: 400, title: 'Only operations that are known here are carried out' },
  too_complex: { status: 400, title: 'That asks for too much at once' },
  unknown_command: { status: 404, title: 'There is no such command' },
  unauthenticated: { status: 401, close: 4401, title: 'Say who you are: sign in first' },
  invalid_token: { status: 401, close: 4401, title: 'This token is not valid' },
  invalid_key: { status: 401, title: 'This API key is not valid' },
  token_expired: { status: 401, close: 4401, title: 'This token has ended' },
  hello_missing: { status: 400, close: 4400, title: 'The first frame must be hello' },
  hello_late: { status: 408, close: 4408, title: 'No hello came in time' },
  forbidden: { status: 403, close: 4403, title: 'You may not do that' },
  user_deleted: { status: 403, close: 4403, title: 'This user was deleted' },
  origin_refused: { status: 403, close: 4403, title: 'This origin is not allowed' },
  not_found: { status: 404, title: 'There is no such thing, or it is not yours to see' },
  method_not_allowed: { status: 405, title: 'This address does not know that method' },
  last_owner: { status: 409, title: 'A room keeps an owner: make somebody else one first' },
  too_many_rooms: { status: 409, title: 'You are in as many rooms as one may be' },
  archived: { status: 409, title: 'The room is archived: nothing is said in it any more' },
  feature_off: { status: 409, title: 'This room does without that' },
  edit_conflict: { status: 409, title: 'It was changed meanwhile: look at it again' },
  deleted: { status: 409, title: 'That message was deleted' },
  too_late: { status: 409, title: 'It is too late for that' },
  too_many: { status: 409, title: 'There are as many as there may be' },
  invitation_over: { status: 410, title: 'This invitation has ended' },
  read_behind: { status: 409, title: 'You have read further than that already' },
  read_ahead: { status: 409, title: 'The room has not come so far' },
  unsupported_encoding: { status: 415, title: 'A body is sent as it is, without Content-Encoding' },
  too_large: { status: 413, title: 'That is too large' },
  flood: { status: 429, close: 4429, title: 'Too much at once: wait a moment' },
  too_many_connections: {
    status: 429,
    close: 4429,
    title:
      'There are as many connections as are allowed: close one, or come back when one has ended',
  },
  body_incomplete: { status: 400, title: 'The body ended before it was whole' },
  internal: { status: 500, close: 4500, title: 'Our fault: it was logged' },
  unavailable: { status: 503, close: 4503, title: 'Come back in a moment' },
} as const satisfies Record<string, { status: number; close?: number; title: string }>

export type RefusalCode = keyof typeof REFUSALS

/** What does not fit, by field: `{ "text": "is too long" }`. */
export type Fields = Readonly<Record<string, string>>

/** A no with a stable code. Whatever else is thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly fields: Fields | undefined

  constructor(code: RefusalCode, detail?: string, fields?: Fields) {
    super(detail ?? REFUSALS[code].title)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
  }
}
