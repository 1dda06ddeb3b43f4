import { endExpired } from '../domain/invitations/end-expired.ts'
import type { JobCode } from './job.ts'

const STRIDE = 100

/** Ends the invitations that have expired, so that devices remove them from their lists and no code opens them. */
export const sweepInvitations: JobCode<'invitations.sweep'> = async ({ store, save }) => {
  while (await endExpired(store, STRIDE)) await save()
}
