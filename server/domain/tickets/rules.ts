/** 192 random bits, in characters that a URL allows. */
export const newTicket = (): string =>
  crypto.getRandomValues(Buffer.alloc(24)).toString('base64url')
