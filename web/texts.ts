const count = (n: number) => n.toLocaleString('en')

/** Every text of the page. A translation is another table of the same type. */
const english = {
  locale: 'en',
  product: 'Parlance',
  lobby: 'Lobby',

  nameLabel: 'Your name',
  nameHint: 'Everyone in the lobby sees this name.',
  signIn: 'Join the lobby',
  unreachable: 'The server cannot be reached. Try again in a moment.',
  sessionEnded: 'Your session has ended. Enter your name to join again.',

  signUpTitle: 'Create your account',
  signUpHint:
    'You have a one-time link for this server. Choose a handle to sign in with, and a password.',
  handle: 'Handle',
  password: 'Password (8 characters or more)',
  signUp: 'Create account',
  withoutLink: 'Join the lobby without an account',

  reconnecting: 'Reconnecting…',
  titleWith: (unread: number, title: string) => `(${count(unread)}) ${title}`,

  people: 'In the lobby',
  peopleCount: (n: number) =>
    n === 1 ? '1 person in the lobby' : `${count(n)} people in the lobby`,
  you: 'you',
  joined: '{names} joined',
  left: '{names} left',
  others: (n: number) => (n === 1 ? '1 other' : `${count(n)} others`),

  conversation: 'Messages in the lobby',
  beginning: 'This is the beginning of the lobby.',
  noMessages: 'There are no messages yet. Open another tab, or send a friend the address.',
  deleted: 'This message was deleted.',
  edited: '(edited)',
  toLatest: 'Go to the latest message',
  newMessages: (n: number) => (n === 1 ? '1 new message' : `${count(n)} new messages`),

  write: 'Write a message',
  send: 'Send',
  notSent: (reason: string) => `Not sent. ${reason}`,
  tryAgain: 'Try again',
  edit: 'Edit',
}

export type Texts = typeof english
export const texts: Texts = english
