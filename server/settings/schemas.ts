import * as z from 'zod'
import { originHint, parseOrigin } from './origins.ts'

// The forms of settings that several settings have, or that need more than a line.

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((n) => n <= 65_535, 'must be a number from 0 to 65535')
export const management = z
  .union([z.literal('off'), port], { error: 'must be a number from 0 to 65535, or off' })
  .default(7999)
export const rate = z
  .string()
  .refine((text) => Number(text) > 0 && Number.isFinite(Number(text)), 'must be a number above 0')
  .transform(Number)
export const share = z
  .string()
  .refine((text) => Number(text) >= 0 && Number(text) <= 1, 'must be a number from 0 to 1')
  .transform(Number)
export const tracesUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an http:// or https:// URL',
})
export const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
  .transform(Number)
export const days = z
  .string()
  .refine(
    (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3650,
    'must be a number of days, from 1 to 3650',
  )
  .transform(Number)
/** The claims that have a meaning in every token cannot carry a role. */
const OWN_CLAIMS = ['sub', 'name', 'iss', 'aud', 'exp', 'nbf', 'iat']
export const claim = z
  .string()
  .min(1)
  .refine(
    (name) => !OWN_CLAIMS.includes(name),
    `must not be one of ${OWN_CLAIMS.join(', ')}: use a claim of its own, such as role`,
  )
export const ageRecipient = z
  .string()
  .regex(
    /^age1[02-9ac-hj-np-z]{58}$/,
    'must be a public key of age: it begins with age1, and age-keygen prints it',
  )
export const flag = z.stringbool({ error: 'must be true or false' })

export const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean))
export const addresses = z.array(
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
    error: 'must be IP addresses, or ranges such as 10.0.0.0/8',
  }),
)
export const origins = list.transform((texts, { addIssue }) =>
  texts.map((text) => {
    const origin = parseOrigin(text)
    if (origin === undefined) addIssue(originHint(text))
    return origin ?? ''
  }),
)
