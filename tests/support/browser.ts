import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
/** Where the machine's Chromium is, if it has one. */
export const CHROMIUM =
  process.env['CHROMIUM'] ?? NAMES.map((name) => Bun.which(name)).find(Boolean)
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Without a Chromium the suite is skipped; where nothing may be, that is a failure. */
export function needsChromium(): void {
  if (process.env['REQUIRE_SERVICES'] === '1' && !CHROMIUM)
    throw new Error(`No ${NAMES.join(', ')} on the PATH: install one or set CHROMIUM`)
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? '', args: FLAGS })
