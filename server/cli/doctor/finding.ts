/** What a check found: nothing wrong, or what is wrong and what to do. */
export type Finding = {
  readonly check: string
  readonly state: 'ok' | 'fault' | 'not checked'
  readonly says: string
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says })
export const fault = (check: string, says: string): Finding => ({ check, state: 'fault', says })
export const unchecked = (check: string, says: string): Finding => ({
  check,
  state: 'not checked',
  says,
})

/** How long a check waits for an answer, in ms. */
export const WAIT_MS = 3000

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : `${error}`).split('\n')[0] ?? ''

/** The value, or undefined if it takes too long. */
export async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), WAIT_MS)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
