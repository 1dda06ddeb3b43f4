import { HttpHook, NO_HOOK } from './adapters/message-hook.ts'
import { type Config, ConfigError } from './config.ts'
import type { Bus } from './hub/bus.ts'
import { fold } from './store/search/fold.ts'
import type { SqlStore } from './store/store.ts'
import type { Meter } from './transports/meter.ts'
import type { Logger } from './transports/services.ts'
import { WordLists } from './workers/word-filter.ts'

/** Refuses a hook without the secret that signs its calls. */
export function requireHookSecret({ hookUrl, hookSecret }: Config): void {
  if (hookUrl === undefined || hookSecret !== undefined) return
  throw new ConfigError(
    'PARLANCE_HOOK_URL: PARLANCE_HOOK_SECRET must be set, too: your app checks by it that a call comes from this server',
  )
}

type Parts = {
  readonly config: Config
  readonly store: SqlStore
  readonly bus: Bus
  readonly meter: Meter
  readonly log: Logger
  readonly onError: (error: unknown) => void
}

/** What checks the texts of messages: the word lists in memory, and the app's hook. */
export async function startContent({ config, store, bus, meter, log, onError }: Parts) {
  const broadcast = () => bus.broadcast('word-lists', '')
  const wordFilter = new WordLists({ store, fold, broadcast, onError })
  await bus.onBroadcast('word-lists', () => wordFilter.refresh())
  await wordFilter.refresh()
  const { hookUrl: url, hookSecret: key, hookFailure: failure } = config
  const hook =
    url === undefined || key === undefined
      ? NO_HOOK
      : new HttpHook({
          url,
          key,
          failure,
          now: store.clock.now,
          traced: (call) => meter.tracing?.step('hook', call) ?? call(),
          traceHeaders: () => meter.tracing?.headers() ?? {},
          onResult: (result) => meter.askedHook(result),
          onFailure: (reason) => log.warn({ reason }, 'PARLANCE_HOOK_URL: the hook failed'),
        })
  return { wordFilter, hook }
}
