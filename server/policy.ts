import type { Config } from './config.ts'
import type { Policy } from './domain/ports.ts'

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
})
