/** Every bound of the wire, once. Sizes are bytes of UTF-8 unless the name says otherwise. */
export const LIMITS = {
  /** A message's text. */
  textBytes: 16 * 1024,
  /** A message's or a room's own `data`, as JSON. */
  dataBytes: 16 * 1024,
  /** A token, and all headers of one request, which browsers and proxies keep below as well. */
  tokenBytes: 16 * 1024,
  headerBytes: 64 * 1024,
  /** One frame on the socket. */
  frameBytes: 64 * 1024,
  /** One request body. */
  bodyBytes: 1024 * 1024,
  /** Commands of one batch, and its body. */
  batchCommands: 1000,
  batchBytes: 8 * 1024 * 1024,
  /** Nesting of JSON that we read: deeper input costs more to walk than it can mean. */
  jsonDepth: 32,
  /** Elements and keys of JSON that we read, and of a batch: each costs a look at least. */
  jsonValues: 10_000,
  batchValues: 100_000,
  /** Fields that a refusal names. */
  refusedFields: 20,
  /** Characters of a name that people see. */
  nameLength: 80,
  /** Characters of an id that the app issues, and of a `clientId`. */
  foreignIdLength: 128,
  clientIdLength: 64,
  /** One page of history. */
  pageDefault: 50,
  pageMax: 200,
  /** Characters of the word that says where a page begins: it may tell a thousand rooms from others. */
  afterLength: 12 * 1024,
  /** Rooms that one user may be in, and users that one command may add. */
  roomsPerUser: 1000,
  membersPerCommand: 100,
  /** Users or rooms that are asked for by their ids at once. */
  idsPerCommand: 100,
  /** Public rooms in one answer. */
  publicRooms: 200,
  /** How long a token may last that the app asks for. */
  tokenSeconds: 30 * 24 * 60 * 60,
  /** Characters of a room's topic, and of a status. */
  topicLength: 250,
  statusLength: 100,
  /** How many unread are counted: that many stands for that many or more. */
  unreadMax: 1000,
  /** Different emoji on one message, and of one person on it. */
  emojiPerMessage: 50,
  emojiPerPerson: 20,
  /** Users that a message names, and whom it reaches in all, by `room`, `online` and roles. */
  mentionsPerMessage: 100,
  mentionedPerMessage: 1000,
  pinsPerRoom: 100,
  invitationsPerRoom: 100,
  /** A room with more members tells nobody who types, who is there and how far they have read. */
  liveMembers: 200,
  /** How long the author may take a deletion back. */
  restoreMs: 60_000,
  /** Characters of a quoted text. */
  quoteLength: 200,
  /** How long somebody types who does not say so again; how soon it may be said again. */
  typingMs: 6000,
  typingPauseMs: 500,
  /** Characters of what is searched for. */
  searchLength: 200,
  /** What a resume replays at most, and how far back; beyond it says `reset`. */
  resumeEvents: 10_000,
  resumeMs: 30 * 24 * 60 * 60 * 1000,
} as const
