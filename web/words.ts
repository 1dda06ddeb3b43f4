const count = (n: number) => n.toLocaleString('en')

/** Every word that people see. Another language is another table of the same type. */
const english = {
  locale: 'en',
  product: 'Parlance',
  lobby: 'Lobby',

  nameAsked: 'Say your name',
  nameHint: 'The others in the lobby will see it.',
  comeIn: 'Come in',
  unreachable: 'The server cannot be reached. Try again in a moment.',
  unknown: 'The server no longer knows you. Say your name again.',

  reconnecting: 'Reconnecting…',
  titleWith: (unread: number, title: string) => `(${count(unread)}) ${title}`,

  people: 'Here now',
  peopleCount: (n: number) => (n === 1 ? '1 person here' : `${count(n)} people here`),
  you: 'you',
  cameIn: '{names} came in',
  left: '{names} left',
  others: (n: number) => (n === 1 ? '1 other' : `${count(n)} others`),

  conversation: 'Messages in the lobby',
  beginning: 'This is where the lobby begins.',
  alone: 'Nothing has been said yet. Open another tab, or send a friend the address.',
  deleted: 'This message was deleted.',
  edited: '(edited)',
  toLatest: 'Go to the latest message',
  fresh: (n: number) => (n === 1 ? '1 new message' : `${count(n)} new messages`),

  write: 'Write a message',
  send: 'Send',
  notSent: (why: string) => `Not sent. ${why}`,
  tryAgain: 'Try again',
  edit: 'Edit',
}

export type Words = typeof english
export const words: Words = english
