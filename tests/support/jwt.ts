import { createHmac } from 'node:crypto'
import { SECRET } from './parlance.ts'

export const now = () => Math.floor(Date.now() / 1000)
export const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
export const sign = (header: unknown, payload: unknown, secret = SECRET, hash = 'sha256') => {
  const body = `${b64(header)}.${b64(payload)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}
export const fine = { sub: 'ana', name: 'Ana', iss: 'the-app', exp: now() + 600 }
export const HS256 = { alg: 'HS256', typ: 'JWT' }
