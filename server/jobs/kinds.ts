import { deleteFiles } from '../domain/exports/rules.ts'
import type { JobKind } from '../domain/job-kinds.ts'
import { dayOf } from '../domain/quotas/rules.ts'
import { announce } from '../domain/reports/announce.ts'
import { keptMsOf } from '../domain/retention/rules.ts'
import { deleteAllMessages } from './delete-all-messages.ts'
import { emptyTrash } from './empty-trash.ts'
import { eraseRoom } from './erase-room.ts'
import { eraseUser } from './erase-user.ts'
import { exportUser } from './export-user.ts'
import { type CheckedCode, checked, type JobCode } from './job.ts'
import { mailChange } from './mail-change.ts'
import { mailLink } from './mail-link.ts'
import { applyRetention, applyRoomRetention, expireMessages } from './retain-messages.ts'
import { sweep } from './sweep.ts'
import { sweepChallenges } from './sweep-challenges.ts'
import { sweepEvents } from './sweep-events.ts'
import { sweepExports } from './sweep-exports.ts'
import { sweepGuests } from './sweep-guests.ts'
import { sweepInvitations } from './sweep-invitations.ts'
import { sweepQuickRooms } from './sweep-quick-rooms.ts'
import { writeBackup } from './write-backup.ts'

/** The code of each kind of job. A kind that is added does not compile until it is here. */
const CODE: { readonly [K in JobKind]: JobCode<K> } = {
  'tickets.sweep': sweep((tx, limit) => tx.tickets.deleteExpired(limit)),
  'sessions.sweep': sweep((tx, limit) => tx.sessions.deleteExpired(limit)),
  'links.sweep': sweep((tx, limit) => tx.links.deleteExpired(limit)),
  'signInAttempts.sweep': sweep((tx, limit) => tx.attempts.deleteOld(limit)),
  'requests.sweep': sweep((tx, limit, retention) =>
    tx.requests.deleteExpired(limit, keptMsOf(retention)),
  ),
  // A node that stops at midnight can still count for the day before.
  'usage.sweep': sweep((tx, limit) => tx.quotas.deleteUsageBefore(dayOf(tx.now) - 1, limit)),
  'challenges.sweep': sweepChallenges,
  'invitations.sweep': sweepInvitations,
  'mailCounts.sweep': sweep((tx, limit) => tx.mailCounts.deleteOld(limit)),
  'mail.verification': mailLink('email'),
  'mail.emailChanged': mailChange,
  'mail.passwordLink': mailLink('password'),
  'reports.announce': ({ store, body }) => announce(store, body.report),
  'reports.sweep': sweep((tx, limit) => tx.reports.deleteClosed(limit)),
  'messages.emptyTrash': emptyTrash,
  'messages.deleteAll': deleteAllMessages,
  'users.erase': eraseUser,
  'users.export': exportUser,
  'exports.deleteFiles': ({ store, save }) => deleteFiles(store, save),
  'exports.sweep': sweepExports,
  'events.sweep': sweepEvents,
  'guests.sweep': sweepGuests,
  'quickRooms.sweep': sweepQuickRooms,
  'invitations.deleteEnded': sweep((tx, limit, retention) =>
    tx.invitations.deleteEnded(limit, keptMsOf(retention)),
  ),
  'messages.expire': expireMessages,
  'messages.applyRetention': applyRetention,
  'rooms.applyRetention': applyRoomRetention,
  'backups.write': writeBackup,
  'rooms.erase': eraseRoom,
}

export const codeOf = <K extends JobKind>(kind: K): CheckedCode => checked(kind, CODE[kind])
