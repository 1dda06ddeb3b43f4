import * as z from 'zod'
import { LIMITS } from '../limits.ts'

export const ExpiresIn = z
  .int()
  .min(1)
  .max(LIMITS.expirySeconds)
  .describe('After how many seconds the message disappears; sooner if the room says so.')

export const RetentionSeconds = z
  .int()
  .min(1)
  .describe('After how many seconds a message of the room disappears.')

export const NewRetentionSeconds = z
  .int()
  .min(0)
  .max(LIMITS.expirySeconds)
  .describe('After how many seconds messages disappear. 0: they stay.')
