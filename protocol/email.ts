import * as z from 'zod'
import { LIMITS } from './limits.ts'

/**
 * Only ASCII: an address in another script is written in its ASCII form (`xn--…`), so none imitates another. No
 * character of the pattern has a meaning in a header of a mail, above all no line break.
 */
const ATOM = "[A-Za-z0-9!#$%&'*+\\/=?^_`\\{\\|\\}~\\-]+"
const LABEL = '(?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?'
const ADDRESS = new RegExp(
  `^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:[A-Za-z0-9]${LABEL}\\.)+[A-Za-z]${LABEL}$`,
)

const WRONG = 'must be an e-mail address, such as ana@example.org'

/** Capital letters become lower-case ones: to almost every mail server they are the same. */
export const Email = z
  .string()
  .max(LIMITS.emailLength, WRONG)
  .regex(ADDRESS, WRONG)
  .transform((address) => address.toLowerCase())
  .pipe(z.string())
  .meta({
    id: 'Email',
    description: 'An e-mail address in ASCII. Capital letters become lower-case ones.',
  })
