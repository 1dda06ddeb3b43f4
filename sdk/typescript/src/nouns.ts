// Made from protocol/ by `npm run generate`: not to be changed here.

/** What there are commands of. */
export const NOUNS = [
  'guests',
  'me',
  'users',
  'tickets',
  'rooms',
  'members',
  'messages',
  'receipts',
  'threads',
  'reactions',
  'mentions',
  'pins',
  'preferences',
  'invitations',
  'typing',
  'presence',
] as const
