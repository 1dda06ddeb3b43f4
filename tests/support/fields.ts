/** The fields of a message's row, where it is a text and nothing else. */
export const PLAIN_MESSAGE = {
  data: null,
  reply_to: null,
  client_id: null,
  system: null,
  silent: null,
  thread: null,
  in_room: null,
  mentions: null,
}
