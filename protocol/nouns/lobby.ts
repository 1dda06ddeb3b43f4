import * as z from 'zod'
import { RoomId } from '../ids.ts'
import { op } from '../op.ts'
import { nothing } from './shared.ts'

export const Lobby = z
  .object({ room: RoomId })
  .meta({ id: 'Lobby', description: 'The room that is the lobby.' })

export type Lobby = Readonly<z.infer<typeof Lobby>>

export const LOBBY_COMMANDS = {
  'lobby.get': op({
    method: 'GET',
    path: '/lobby',
    asker: 'anyone',
    cost: 0.1,
    summary: 'Get the id of the lobby, the public room that exists from the first start on',
    input: nothing,
    output: Lobby,
    status: 200,
  }),
} as const
