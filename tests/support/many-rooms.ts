import { LIMITS } from '../../protocol/limits.ts'
import type { Client } from './client.ts'

/** A batch is one transaction, which must be short: also on a slow machine. */
const ROOMS_PER_BATCH = 50

/** The app adds a user to as many rooms as others can add a user to. */
export async function addToManyRooms(app: Client, user: Client): Promise<void> {
  const commands = Array.from({ length: ROOMS_PER_BATCH }, () => ({
    name: 'rooms.create',
    input: { type: 'group', name: 'One of many', members: [{ user: user.id }] },
  }))
  for (let count = 0; count < LIMITS.roomsPerUser; count += ROOMS_PER_BATCH)
    await app.ask('POST', '/batch', { mode: 'all', commands })
}
