import type { Handle, TimeZone } from '@parlance/sdk'

/** A text that the user has typed. The server checks it, and says what is wrong with it. */
export const handleOf = (text: string): Handle => text.trim() as Handle

/** The time zone of the device, for the local time that others see. Some browsers do not know it. */
export const zoneOf = (timeZone: string | undefined): { readonly timeZone?: TimeZone } =>
  timeZone ? { timeZone: timeZone as TimeZone } : {}
