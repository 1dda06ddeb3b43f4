/** 192 random bits, as words of an address. */
export const newTicket = (): string =>
  crypto.getRandomValues(Buffer.alloc(24)).toString('base64url')
