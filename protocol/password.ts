import * as z from 'zod'
import { LIMITS } from './limits.ts'

const { passwordMin, passwordMax } = LIMITS
/** Counts whole characters, of up to four bytes each. */
const LENGTH = new RegExp(`^[\\s\\S]{${passwordMin},${passwordMax}}$`, 'u')
const WRONG_LENGTH = `must have ${passwordMin} to ${passwordMax} characters`

/** The same characters, typed on another device, can arrive in another form of Unicode (NIST SP 800-63B, 3.1.1.2). */
const normalize = (text: string): string => text.normalize('NFKC')

/** A new password. JSON with NUL is refused before, on every transport. */
export const NewPassword = z
  .string()
  .regex(LENGTH, WRONG_LENGTH)
  .transform(normalize)
  .pipe(z.string().refine((text) => LENGTH.test(text), WRONG_LENGTH))
  .meta({ description: `${passwordMin} to ${passwordMax} characters, also after NFKC.` })

/** A password to compare. Its length is hardly checked: every wrong one is refused in the same way. */
export const GivenPassword = z.string().max(4096).transform(normalize).pipe(z.string())
