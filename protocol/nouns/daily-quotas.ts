/** What a user can cause in a day. Each node counts it, and stores it in batches. */
export const DAILY_QUOTAS = ['roomsPerDay', 'textBytesPerDay', 'eventsPerDay'] as const
/** What the requests of one address without a token can cause in a day. */
export const ADDRESS_QUOTAS = ['guestsPerAddress', 'quickRoomsPerAddress'] as const
/** What a user can have at one time, and what the user can cause in a day. The app can change each for a user. */
export const QUOTAS = ['rooms', 'invitations', ...DAILY_QUOTAS] as const

export type DailyQuota = (typeof DAILY_QUOTAS)[number] | (typeof ADDRESS_QUOTAS)[number]
