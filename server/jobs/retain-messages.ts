import { applyServerRetention } from '../domain/retention/apply-to-server.ts'
import { deleteExpired } from '../domain/retention/delete-expired.ts'
import { shortenExpiry } from '../domain/room-retention.ts'
import type { JobCode } from './job.ts'

/** Deletes messages that have disappeared. */
export const expireMessages: JobCode<'messages.expire'> = ({ store, save }) =>
  deleteExpired(store, save)

/** Gives messages an end that were sent before the setting of the server. */
export const applyRetention: JobCode<'messages.applyRetention'> = ({ store, retention, save }) =>
  applyServerRetention(store, retention.messageSeconds, save)

/** The same for messages that were sent before the setting of their room. */
export const applyRoomRetention: JobCode<'rooms.applyRetention'> = async (run) => {
  const { store, body, progress, save } = run
  await shortenExpiry(store, body.room, Number(progress ?? 0), async (after, tx) => {
    await save(String(after), tx)
  })
}
