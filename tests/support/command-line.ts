import { main } from '../../server/cli/main.ts'
import { API_KEY, type Parlance } from './parlance.ts'

/** One call of the command line, without a terminal. */
export async function commandLine(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  onPrint: (text: string) => void = () => undefined,
  ended: Promise<void> = Promise.resolve(),
) {
  const [stdout, stderr]: string[][] = [[], []]
  const code = await main(
    args,
    {
      print: (text) => {
        stdout?.push(`${text}\n`)
        onPrint(text)
      },
      note: (text) => void stderr?.push(`${text}\n`),
      isInteractive: false,
      hasProgress: false,
      showProgress: () => undefined,
      untilEnded: () => ended,
    },
    { PARLANCE_REQUESTS: 'off', PARLANCE_LOG_LEVEL: 'error', ...env },
  )
  return { code, stdout: stdout?.join('') ?? '', stderr: stderr?.join('') ?? '' }
}

/** The settings with which a command finds a running server of a test. */
export const settingsOf = ({ url, management, place }: Parlance) => ({
  ...place,
  PARLANCE_PORT: new URL(url).port,
  PARLANCE_MANAGEMENT_PORT: new URL(management).port,
  PARLANCE_API_KEY: API_KEY,
})
