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

/** A use-case of the management port. Its caller is an API key, not a user. */
export type AppUseCase<N extends AppCommandName> = (
  request: Ports & { readonly caller: AppCaller; readonly input: AppInput<N> },
) => Promise<Answer<N>>
