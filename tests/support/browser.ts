import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
/** Where the machine's Chromium is, if it has one. */
export const CHROMIUM =
  process.env['CHROMIUM'] ?? NAMES.map((name) => Bun.which(name)).find(Boolean)
/** The features that Playwright turns off: Chromium reads only the last list that it is given. */
const OFF_BY_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]
/** The pages behind the address bar, which nobody sees here: two fifths of the CPU time of a start. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']
const FLAGS = [
  '--no-sandbox',
  // In a container /dev/shm is 64 MB, and a browser that finds it full dies.
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...OFF_BY_PLAYWRIGHT, ...ADDRESS_BAR].join()}`,
]

/** Without a Chromium the suite is skipped; where nothing may be, that is a failure. */
export function needsChromium(): void {
  if (process.env['REQUIRE_SERVICES'] === '1' && !CHROMIUM)
    throw new Error(`No ${NAMES.join(', ')} on the PATH: install one or set CHROMIUM`)
}

/**
 * When one test takes too long Bun ends every process that its file has started. That is the browser,
 * too, and each test after it fails as well: on a busy machine a test may take this long, in ms.
 */
export const BROWSER_TEST_MS = 120_000
/** How long a page is waited for at most, in ms: less than the test may take. */
export const PAGE_MS = 60_000

/**
 * Without service workers, as on a page that is not secure, unless a context allows them: those about notifications, updates,
 * pages without a network, and the app as it is served. To store the app takes 0.4 s of CPU time in each context, and a
 * service worker does not control the page that starts it.
 */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: FLAGS,
    timeout: BROWSER_TEST_MS,
  })
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    if (options?.serviceWorkers !== 'allow')
      await context.addInitScript(() =>
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
      )
    return context
  }
  return browser
}
