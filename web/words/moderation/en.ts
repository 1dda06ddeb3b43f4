import { plural } from '../plural.ts'

/** Every text of moderation. The tables of other languages have the type of this one. */
export const en = {
  cancel: 'Cancel',
  more: 'Show more',
  everywhere: 'On the whole server',
  inRoom: 'In {room}',
  here: 'In this room',
  where: 'Where',
  reason: 'Reason',
  reasonHint: 'The person sees it, but not who acted.',
  noEnd: 'without an end',
  until: 'until {time}',

  // Reporting.
  reportMessage: 'Report this message',
  reportPerson: 'Report {name}',
  reportHint:
    'The people who keep order here see the report. The reported person does not learn who sent it.',
  reportWhy: 'What is wrong?',
  reportText: 'Anything else they should know? (optional)',
  sendReport: 'Send report',
  reported: 'Thank you. Your report was sent.',
  alsoBlock: 'Block {name}, too',
  reasons: {
    spam: 'Spam or advertising',
    abuse: 'Insults or harassment',
    hate: 'Hate',
    sexual: 'Sexual content',
    violence: 'Violence or threats',
    self_harm: 'Somebody may harm themselves',
    illegal: 'Something illegal',
    other: 'Something else',
  },

  // Acts.
  restrictPerson: 'Mute or ban {name}',
  kinds: { mute: 'Mute', ban: 'Ban', shadow_ban: 'Shadow ban' },
  kindHints: {
    mute: '{name} can read, but cannot write, react or show typing.',
    ban: '{name} is removed and cannot come back until the ban ends. They can appeal once.',
    shadow_ban:
      '{name} is not informed. Only they and the staff see what they write. Use it against spammers.',
  },
  howLong: 'For how long',
  lengths: {
    hour: '1 hour',
    day: '1 day',
    week: '1 week',
    month: '30 days',
    forever: 'Without an end',
  },
  done: {
    mute: '{name} is muted.',
    ban: '{name} is banned.',
    shadow_ban: '{name} is shadow-banned.',
  },
  removePerson: 'Remove {name} from the room?',
  removeHint:
    '{name} can come back at once where the room is open. To keep somebody out, ban them.',
  remove: 'Remove',
  removed: '{name} was removed from the room.',
  deleteMessage: 'Delete this message?',
  deleteMessageHint: 'Its text is erased for everybody. Others see that a message was deleted.',
  delete: 'Delete',
  deleteAll: 'Delete all messages of {name}?',
  deleteAllHint: 'Their texts are erased for everybody, and cannot be restored.',
  deletingAll: 'The messages of {name} are being deleted.',

  // What a banned or muted person sees.
  bannedFromServer: 'You are banned from this server.',
  bannedFromRoom: 'You are banned from this room.',
  muted: 'You are muted: you can read here, but not write.',
  endsAt: 'It ends on {time}.',
  endless: 'It has no end.',
  becauseOf: 'Reason: {reason}',
  appeal: 'Appeal',
  appealTitle: 'Your appeal',
  appealHint: 'You can write once. Say why the decision should be changed.',
  sendAppeal: 'Send appeal',
  appealSent: 'Your appeal was sent. You see the answer here.',
  appealUpheld: 'Your appeal was answered: the decision stays.',
  appealNote: 'Answer: {note}',

  // Blocked people.
  nobodyBlocked: 'You have blocked nobody.',
  blockedHint:
    'Nothing of them reaches you in direct messages, and their messages elsewhere are hidden. They do not learn of it.',

  // The screen of the staff.
  ofServer: 'The whole server',
  choose: 'What you look after',
  tabs: {
    reports: 'Reports',
    sanctions: 'Bans and mutes',
    words: 'Word lists',
    pace: 'Slow mode',
    people: 'People',
    audit: 'Audit log',
  },
  notStaff: 'This page is for the people who keep order here.',

  // Reports.
  statuses: { open: 'New', claimed: 'Being handled', closed: 'Closed' },
  noReports: {
    open: 'There are no new reports.',
    claimed: 'Nobody is handling a report.',
    closed: 'No report was closed yet.',
  },
  ofMessage: 'Message of {name}',
  reporters: plural({ one: '{n} person reported this', other: '{n} people reported this' }),
  byServer: 'Flagged by the server',
  claim: 'I handle this',
  takeOver: 'Take over from {name}',
  claimedBy: 'Handled by {name}',
  closedBy: 'Closed by {name}',
  evidence: 'What was written',
  evidenceHint: 'As it was when it was reported, with the messages around it.',
  version: 'version {n}',
  outcome: 'Outcome',
  outcomes: {
    dismissed: 'Nothing is wrong',
    warned: 'Warned',
    sanctioned: 'Muted or banned',
    deleted: 'Message deleted',
  },
  note: 'Note for the staff (optional)',
  close: 'Close report',
  act: 'Act',
  toMessage: 'Show in the room',

  // Bans and mutes.
  noSanctions: 'Nobody is banned or muted.',
  network: 'Network {addresses}',
  since: 'since {time}',
  lift: 'Lift',
  lifted: 'Lifted.',
  appealOf: 'Appeal of {name}',
  answer: 'Your answer (optional)',
  uphold: 'Keep it',
  liftIt: 'Lift it',
  banNetwork: 'Ban a network',
  addresses: 'Network or address',
  addressesHint: 'Such as 192.0.2.0/24. It can hit people who have done nothing: give it an end.',

  // Word lists.
  noWordLists: 'There are no word lists.',
  newWordList: 'New word list',
  wordListName: 'Name of the list',
  wordAction: 'What happens to a message with one of the words',
  wordActions: {
    refuse: 'It is refused',
    mask: 'The word is masked (•••)',
    flag: 'It is sent, and reported to the staff',
  },
  wordsOfList: 'Words, one a line',
  wordsHint: 'Case and accents do not count. A * at an end of a word stands for any letters.',
  wordCount: plural({ one: '{n} word', other: '{n} words' }),
  save: 'Save',
  edit: 'Edit {name}',
  deleteList: 'Delete {name}',
  listDeleted: 'The list {name} was deleted.',

  // Slow mode.
  slowTitle: 'Time between two messages of a member',
  slowHint: 'It calms a room and punishes nobody. The staff of the room can write at any time.',
  slowOff: 'Off',
  slowSeconds: plural({ one: '{n} second', other: '{n} seconds' }),
  slowMinutes: plural({ one: '{n} minute', other: '{n} minutes' }),
  slowHours: plural({ one: '{n} hour', other: '{n} hours' }),

  // People.
  peopleHint: 'People who share a room with you.',
  searchPeople: 'Search by name',
  noPeople: 'Nobody has this name.',
  serverRole: 'Role on the server',
  serverRoles: { user: 'User', moderator: 'Moderator', administrator: 'Administrator' },
  roleOf: 'Role of {name}',
  explain: 'Why may this person…',
  explainTitle: 'What {name} may do',
  command: 'Command',
  commandHint: 'Such as messages.send',
  room: 'Room',
  noRoom: 'No room',
  ask: 'Ask',
  allowed: 'Allowed',
  refused: 'Not allowed',

  // Audit log.
  noEntries: 'Nobody has acted yet.',
  onPerson: 'on {name}',
  byApp: 'the app',
}

export type ModerationWords = typeof en
