/** The alphabet of Crockford's base32: no two of its letters look alike. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const CODES = 10
/** 80 random bits, which a fast hash of them cannot reveal. */
const LENGTH = 16

/** New recovery codes, as users see them: four groups of four letters. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: CODES }, () =>
    [...crypto.getRandomValues(new Uint8Array(LENGTH))]
      .map((byte, i) => (i > 0 && i % 4 === 0 ? '-' : '') + LETTERS.charAt(byte % LETTERS.length))
      .join(''),
  )
