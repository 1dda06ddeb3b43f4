/** The path below which the app is, without the slash at its end: a proxy can serve it at any path. */
export const BASE = new URL(document.baseURI).pathname.replace(/\/[^/]*$/, '')

/** The lobby's own address: whoever opens it needs no id. */
export const LOBBY_PATH = '/r/lobby'

export const roomPath = (room: string, lobby: string | undefined): string =>
  room === lobby ? LOBBY_PATH : `/r/${room}`
