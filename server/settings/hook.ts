import * as z from 'zod'

/** The app's own URL, so every address is allowed. */
export const hookUrl = z.string().refine((text) => {
  const url = URL.parse(text)
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  )
}, 'must be http://… or https://…, without a user and a password')

/** A secret of Standard Webhooks, as the bytes of the key. */
export const hookSecret = z.string().transform((text, { addIssue }) => {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const key = Buffer.from(base64, 'base64')
  if (key.length >= 24 && key.length <= 64) return new Uint8Array(key)
  addIssue(
    'must be whsec_ and 24 to 64 bytes in base64: try `echo whsec_$(openssl rand -base64 32)`',
  )
  return z.NEVER
})
