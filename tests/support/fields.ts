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
  hidden: null,
  expires_at: null,
}

/** The fields of a group's row, where it has a name and nothing else. */
export const PLAIN_ROOM = {
  type: 'group',
  data: null,
  key: null,
  deleted_at: null,
  topic: null,
  features: null,
  archived_at: null,
  read_only: 0,
  only_joined: 0,
  member_count: 0,
  by_request: 0,
  keep_seconds: null,
  quick: null,
  question: null,
  name_only: 0,
  slow_seconds: null,
  words_version: null,
} as const
