import type {
  AppCommandName,
  AppInput,
  AppOutput,
  MANAGEMENT,
} from '../../../protocol/management.ts'
import type { AppCaller } from '../ports.ts'
import type { Outcome, Ports } from '../use-case.ts'

type Answer<N extends AppCommandName> = (typeof MANAGEMENT)[N]['status'] extends readonly number[]
  ? Outcome<AppOutput<N>>
  : AppOutput<N>

/** What the app asks: who asks is a key, and not somebody. */
export type AppUseCase<N extends AppCommandName> = (
  asked: Ports & { readonly caller: AppCaller; readonly input: AppInput<N> },
) => Promise<Answer<N>>
