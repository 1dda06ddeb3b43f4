import type { ChatOptions, TokenRequest } from './options.ts'

const TOKEN_MS = 30_000

/** Requests a token from the app. After the timeout the answer is ignored, and the next request can start. */
export function requestToken(
  source: ChatOptions['token'],
  reason: TokenRequest['reason'],
  control: AbortController,
  schedule: (ms: number, work: () => void) => void,
): Promise<string> {
  const { signal } = control
  schedule(TOKEN_MS, () => control.abort(new Error('No token')))
  return new Promise((resolve, reject) => {
    signal.onabort = () => reject(signal.reason)
    Promise.resolve({ reason, signal }).then(source).then(resolve, reject)
  })
}
