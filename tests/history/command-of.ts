import type { CommandName } from '../../protocol/commands.ts'
import type { Ask } from './history.ts'

/** What is asked by a command: on every door the same. */
export type Asking = Exclude<Ask, { type: 'line' | 'erase' | 'erased' }>

export function commandOf(ask: Asking, me: string): [CommandName, Record<string, unknown>] {
  const { type, ...input } = ask
  switch (ask.type) {
    case 'send':
      return ['messages.send', input]
    case 'edit':
      return ['messages.update', input]
    case 'delete':
      return ['messages.delete', input]
    case 'restore':
      return ['messages.restore', input]
    case 'react': {
      const { adds, type: _, ...named } = ask
      return [adds ? 'reactions.add' : 'reactions.remove', named]
    }
    case 'pin': {
      const { room, message, adds } = ask
      return [adds ? 'pins.add' : 'pins.remove', { room, message }]
    }
    case 'follow': {
      const { room, message, adds } = ask
      return [adds ? 'threads.follow' : 'threads.unfollow', { room, message }]
    }
    case 'markThreadRead':
      return ['receipts.markThreadRead', input]
    case 'typing':
      return [ask.adds ? 'typing.start' : 'typing.stop', { room: ask.room }]
    case 'presence':
      return ['presence.update', input]
    case 'history':
      return ['messages.list', input]
    case 'rooms':
      return ['rooms.list', {}]
    case 'read':
      return ['receipts.markRead', input]
    case 'signIn':
      return ['sessions.create', input]
    case 'refresh':
      return ['sessions.refresh', { refreshToken: ask.refreshToken }]
    case 'signOut':
      return ['sessions.delete', input]
    case 'signOutAll':
      return ['sessions.deleteAll', input]
    case 'request':
      return ['requests.create', { user: ask.user }]
    case 'accept':
      return ['requests.accept', { request: ask.request }]
    case 'dm':
      return ['rooms.create', { type: 'dm', members: [ask.user] }]
    case 'block':
      return [ask.adds ? 'blocks.create' : 'blocks.delete', { user: ask.user }]
    case 'sanction':
      return ['sanctions.create', input]
    case 'lift':
      return ['sanctions.delete', { room: ask.room, sanction: ask.sanction }]
    case 'member': {
      const { room, user, verb } = ask
      return [`members.${verb}`, user === me ? { room } : { room, user }]
    }
  }
}
