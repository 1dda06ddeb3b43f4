import { createInterface } from 'node:readline/promises'
import { CommandFailed, UsageError } from './errors.ts'

/** The streams of the process. */
export type Terminal = {
  readonly print: (text: string) => void
  /** Prints a line for people on standard error. */
  readonly note: (text: string) => void
  readonly isInteractive: boolean
  readonly hasProgress: boolean
  readonly showProgress: (line: string) => void
  /** Resolves when the user ends the command, which from now on ends by itself. */
  readonly untilEnded: () => Promise<void>
}

export function processTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    hasProgress: process.stderr.isTTY === true,
    showProgress: (line) => void process.stderr.write(`\r${line}\x1b[K`),
    untilEnded: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => resolve())
      return promise
    },
  }
}

/** Asks before something that cannot be undone. Without a terminal it needs `--yes`. */
export async function confirm(terminal: Terminal, isSure: boolean, what: string): Promise<void> {
  if (isSure) return
  if (!terminal.isInteractive)
    throw new UsageError(
      `--yes: ${what} cannot be undone: add --yes, as there is no terminal to ask`,
    )
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await reader.question(`${what} cannot be undone. Continue? [y/N] `)
  reader.close()
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandFailed('nothing was changed')
}
