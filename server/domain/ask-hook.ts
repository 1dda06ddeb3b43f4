import type { Input } from '../../protocol/commands.ts'
import type { Message } from '../../protocol/entities.ts'
import { authorize } from './authorize.ts'
import type { Caller } from './callers.ts'
import { livingMessage } from './messages/rules.ts'
import { requireTurn } from './messages/slow-mode.ts'
import type { HookRequest, HookVerdict, MessageHook, RoomRate, Store } from './ports.ts'
import { asMember, type MemberStanding } from './rooms/rules.ts'

type Ports = { readonly store: Store; readonly hook: MessageHook; readonly roomRate: RoomRate }

const ALLOWED: HookVerdict = { action: 'allow' }

/**
 * Asks the app's hook about a message, unless the message exists already. What would be refused anyway is refused
 * before the hook is called.
 */
export async function askAboutNew(
  { store, hook, roomRate }: Ports,
  caller: Caller,
  input: Input<'messages.send'>,
): Promise<HookVerdict> {
  if (!hook.isOn) return ALLOWED
  const { room, clientId, text, data, thread, replyTo } = input
  const standing = await store.read(async (reader) => {
    const found = asMember(await reader.rooms.standing(room, caller.user.id))
    if (clientId !== undefined && (await reader.messages.byClientId(room, found.me.id, clientId)))
      return undefined
    authorize('messages.send', found)
    requireTurn(found, reader.now)
    roomRate.require(found.room.id)
    return found
  })
  if (standing === undefined) return ALLOWED
  const message = { text, data, thread, replyTo }
  return hook.ask(requestOf('messages.send', message, standing, caller))
}

/** The same about an edit that changes the text or the data. */
export async function askAboutEdit(
  { store, hook }: Omit<Ports, 'roomRate'>,
  caller: Caller,
  input: Input<'messages.update'>,
): Promise<HookVerdict> {
  if (!hook.isOn || (input.text === undefined && input.data === undefined)) return ALLOWED
  const { standing, message } = await store.read(async (reader) => {
    const found = asMember(await reader.rooms.standing(input.room, caller.user.id))
    const before = await livingMessage(reader, found, input.message)
    authorize('messages.update', found, before.sender.id)
    return { standing: found, message: before }
  })
  const changed = changedBy(message, input)
  return hook.ask(requestOf('messages.update', changed, standing, caller))
}

const changedBy = (
  { id, text, data, thread, replyTo }: Message,
  input: Input<'messages.update'>,
): HookRequest['message'] => ({
  id,
  text: input.text ?? text,
  data: input.data ?? data,
  thread,
  replyTo,
})

const requestOf = (
  command: HookRequest['command'],
  message: HookRequest['message'],
  { room, me, serverRole }: MemberStanding,
  { user }: Caller,
): HookRequest => ({
  command,
  message,
  room: { id: room.id, type: room.type, name: room.name },
  user: { ...me, kind: user.kind, serverRole },
})
