import type { Message } from '@parlance/sdk'

/** The path below which the app is, without the slash at its end: a proxy can serve it at any path. */
export const BASE = new URL(document.baseURI).pathname.replace(/\/[^/]*$/, '')

/** The lobby's own address: whoever opens it needs no id. */
export const LOBBY_PATH = '/r/lobby'

export const roomPath = (room: string, lobby: string | undefined): string =>
  room === lobby ? LOBBY_PATH : `/r/${room}`

export const threadPath = (room: string, root: string): string => `${room}/t/${root}`

/** A message in its room: `seq` is that of the message. */
export const messagePath = (room: string, seq: number): string => `${room}/m/${seq}`

/** The part of an address that decides which screen is shown. What is below it is a panel or a place of the screen. */
export const screenOf = (path: string): string => path.split('/').slice(0, 3).join('/')

/** Where a message is read: in its thread, or in its room among the others. */
export function placeOf(
  { room, seq, thread, inRoom }: Pick<Message, 'room' | 'seq' | 'thread' | 'inRoom'>,
  lobby: string | undefined,
): string {
  const path = roomPath(room, lobby)
  return thread === undefined || inRoom ? messagePath(path, seq) : threadPath(path, thread)
}
