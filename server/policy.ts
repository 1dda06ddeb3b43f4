import type { Config } from './config.ts'
import type { Policy, Retention } from './domain/ports.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The settings that use-cases read. */
export const policyOf = (config: Config): Policy => ({
  guests: config.guests,
  accounts: config.accounts,
  mail: { isOn: config.smtpUrl !== undefined, perHour: config.mailsPerHour },
  quotas: {
    rooms: config.roomsPerUser,
    invitations: config.invitationsPerUser,
    roomsPerDay: config.roomsPerDay,
    textBytesPerDay: config.textBytesPerDay,
    eventsPerDay: config.eventsPerDay,
  },
  requests: config.requests,
  requestsPerUser: config.requestsPerUser,
  apiKeys: config.apiKeys,
  editsPerMessage: config.editsPerMessage,
  versionsPerMessage: config.versionsPerMessage,
  retentionSeconds: retentionSecondsOf(config),
})

const retentionSecondsOf = ({ retentionDays: days }: Config): number | undefined =>
  days === undefined ? undefined : (days * DAY_MS) / 1000

/** The settings of what stays how long. */
export const retentionOf = (config: Config): Retention => ({
  replayMs: config.replayDays * DAY_MS,
  guestMs: config.guestDays * DAY_MS,
  quickRoomMs: config.quickRoomDays * DAY_MS,
  messageSeconds: retentionSecondsOf(config),
})
