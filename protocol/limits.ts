/** The limits of the protocol. Sizes are bytes of UTF-8 unless the name says otherwise. */
export const LIMITS = {
  /** A message's text. */
  textBytes: 16 * 1024,
  /** The `data` of a message or a room, as JSON. */
  dataBytes: 16 * 1024,
  /** A token; and all headers of one request, as browsers and proxies have similar limits. */
  tokenBytes: 16 * 1024,
  headerBytes: 64 * 1024,
  /** One frame on the socket. */
  frameBytes: 64 * 1024,
  /** One request body. */
  bodyBytes: 1024 * 1024,
  /** The commands of one batch, and its body. */
  batchCommands: 1000,
  batchBytes: 8 * 1024 * 1024,
  /** Levels of JSON input: deeper input has no use, and is expensive to walk through. */
  jsonDepth: 32,
  /** Elements and keys of JSON input, and of a batch: each must be checked at least once. */
  jsonValues: 10_000,
  batchValues: 100_000,
  /** Invalid fields that one refusal names. */
  refusedFields: 20,
  /** Characters of a displayed name. */
  nameLength: 80,
  /** Characters of a handle, a language tag and the name of a time zone. */
  handleLength: 32,
  localeLength: 35,
  timeZoneLength: 64,
  /** Characters of a password. */
  passwordMin: 8,
  passwordMax: 256,
  /** Characters of an e-mail address. */
  emailLength: 254,
  /** Mails an hour to one user and to one address, and requests for mails an hour from one network address. */
  mailsPerRecipient: 5,
  mailRequestsPerAddress: 100,
  /** Sessions of one user: one more ends the session that was unused for the longest time. */
  sessionsPerUser: 100,
  /** The price of a password that is hashed or compared: it takes 30 to 70 ms of CPU, of other threads. */
  signInCost: 20,
  passkeysPerUser: 20,
  /** One-time links that can be used, of the whole server. */
  openLinks: 1000,
  /** The longest lifetime of a one-time link. */
  linkSeconds: 30 * 24 * 60 * 60,
  /** Characters of a session's `client`. */
  clientLength: 120,
  /** Characters of a provider's id, of a redirect URI, and of what a sign-in there carries. */
  providerLength: 32,
  redirectLength: 1000,
  flowLength: 4096,
  callbackLength: 8192,
  identitiesPerUser: 20,
  /** Providers that the operator can set. */
  providers: 20,
  /** Characters of an id that the app issues, and of a `clientId`. */
  foreignIdLength: 128,
  clientIdLength: 64,
  /** One page of history. */
  pageDefault: 50,
  pageMax: 200,
  /** Characters of a page's `after`: it can contain the ids of a thousand rooms. */
  afterLength: 12 * 1024,
  /** Rooms that one user joined or created, as many again to which others added them, and users that one command can add. */
  roomsPerUser: 1000,
  membersPerCommand: 100,
  /** Users or rooms that one command can request by their ids. */
  idsPerCommand: 100,
  /** Open rooms in one answer. */
  publicRooms: 200,
  /** The longest lifetime of a token that the app requests. */
  tokenSeconds: 30 * 24 * 60 * 60,
  /** Characters of a room's topic, and of a status. */
  topicLength: 250,
  statusLength: 100,
  /** Unread messages that are counted: the value 1,000 means 1,000 or more. */
  unreadMax: 1000,
  /** Different emoji on one message, and those of one user. */
  emojiPerMessage: 50,
  emojiPerPerson: 20,
  /** Users in a message's `mentions.users`, and all users that it mentions, by `room`, `online` and roles, too. */
  mentionsPerMessage: 100,
  mentionedPerMessage: 1000,
  pinsPerRoom: 100,
  /** The longest time after which messages disappear, in seconds: ten years. */
  expirySeconds: 315_360_000,
  invitationsPerRoom: 100,
  /** Words of a word list, the characters of each, and lists of the server and of one room. */
  wordsPerList: 5000,
  wordLength: 100,
  /** Words of a phrase, or its characters in a script without spaces. */
  wordsPerPhrase: 20,
  /** The words of one list of the server, or of all lists of a room. */
  wordListBytes: 64 * 1024,
  wordLists: 20,
  wordListsPerRoom: 5,
  /** Characters of the reason that the app's hook gives. */
  hookReasonLength: 200,
  /** The longest pause between two messages of a member in slow mode. */
  slowSeconds: 6 * 60 * 60,
  /** Characters of a room's entry question, and of an answer to it. */
  questionLength: 250,
  answerLength: 500,
  /** The name of a command in the audit log, and what its entry says about a change, in bytes of JSON. */
  actLength: 64,
  auditBytes: 4 * 1024,
  /** Streams of the audit log on one node. */
  auditStreams: 50,
  /** Characters of what a reporter writes, and of the note with which a report is closed. */
  reportTextLength: 1000,
  /** Open reports of one user. */
  reportsPerUser: 50,
  /** Users who report the same object, of whom the first are shown with their texts. */
  reportersPerReport: 1000,
  reportersShown: 20,
  /** Messages before and after a reported one that are kept with it, and versions of the reported one. */
  evidenceNeighbours: 3,
  evidenceVersions: 10,
  /** Members of the staff of the room, and of the server, who receive the events of a report. */
  staffPerReport: 20,
  /** How long a closed report is kept. */
  closedReportMs: 90 * 24 * 60 * 60 * 1000,
  /** Join requests that wait for an answer: of one user, and to one room. */
  joinRequestsPerUser: 20,
  joinRequestsPerRoom: 500,
  /** Users whom one user can block. */
  blocksPerUser: 1000,
  /** Members of the staff who receive the events of a join request. */
  staffPerJoinRequest: 20,
  /** Users of the staff who receive the events of a ban or mute. */
  staffPerSanction: 20,
  /** Characters of the reason of an act of staff. */
  reasonLength: 500,
  /** Characters of an appeal. */
  appealLength: 2000,
  /** Characters of a network in CIDR notation. */
  addressesLength: 43,
  /** Legal holds that are in force at a time. */
  legalHolds: 1000,
  /** Exports of one user that begin within 24 hours, and how many are listed. */
  exportsPerDay: 3,
  exportsListed: 10,
  /** How long the file of an export is kept, and its receipt. */
  exportFileMs: 7 * 24 * 60 * 60 * 1000,
  exportReceiptMs: 90 * 24 * 60 * 60 * 1000,
  /** Banned networks that are in force at a time: each request is compared with them. */
  bannedNetworks: 1000,
  /** Of more invitations for one user the newest are listed. */
  invitationsListed: 100,
  /** In a room with more members no typing, presence or receipt event is published. */
  liveMembers: 200,
  /** How long the author can restore a deleted message. */
  restoreMs: 60_000,
  /** Characters of a quoted text. */
  quoteLength: 200,
  /** How long typing lasts unless it is reported again, and the shortest time between two reports. */
  typingMs: 6000,
  typingPauseMs: 500,
  /** Characters of a request's text, and how long a request is pending. */
  requestLength: 250,
  requestMs: 30 * 24 * 60 * 60 * 1000,
  /** The pending requests that one user can receive; more are dropped. */
  receivedRequests: 1000,
  /** Characters of a search query. */
  searchLength: 200,
  /** The most events, and the longest time unless the operator sets another one, of a replay; else the client receives `reset`. */
  resumeEvents: 10_000,
  resumeMs: 30 * 24 * 60 * 60 * 1000,
} as const
