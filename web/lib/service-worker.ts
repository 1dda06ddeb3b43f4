import { createStore } from './store.ts'

type State = {
  /** A new build of the app is installed and waits. */
  readonly isUpdateReady: boolean
  /** The user asked for the update. It starts when nothing is being written. */
  readonly isUpdating: boolean
}

export const appUpdate = createStore<State>({ isUpdateReady: false, isUpdating: false })

/** TypeScript does not know Trusted Types yet. */
type Policies = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string }
}

const SCRIPT = './sw.js'
const CHECK_MS = 60 * 60_000
let registration: ServiceWorkerRegistration | undefined
let isControlled = false

/**
 * Registers the service worker, which starts the app without a network. `open` shows the address of a notification that
 * was clicked. Browsers without it, and pages that are not secure, go on without it.
 */
export async function startServiceWorker(open: (path: string) => void): Promise<void> {
  const container = navigator.serviceWorker
  if (container === undefined) return
  isControlled = container.controller !== null
  container.addEventListener('controllerchange', () => {
    // The first one controls a page of its own build.
    if (isControlled) reloadWhenQuiet()
    isControlled = true
  })
  container.addEventListener('message', ({ data }) => {
    if (typeof data?.open === 'string') open(data.open)
  })
  try {
    registration = await container.register(scriptUrl(), { scope: './', updateViaCache: 'none' })
  } catch {
    return // A private window, for example.
  }
  watchUpdates(registration)
  setInterval(() => void checkForUpdate(), CHECK_MS)
}

/** Asks the server whether it has another build: it can have been restarted with one. */
export async function checkForUpdate(): Promise<void> {
  // Without the server nothing is new.
  await registration?.update().catch(() => undefined)
}

export function update(): void {
  appUpdate.change({ isUpdating: true })
  whenQuiet(() => {
    if (registration?.waiting) registration.waiting.postMessage('update')
    else location.reload()
  })
}

function watchUpdates(registered: ServiceWorkerRegistration): void {
  const offer = () => appUpdate.change({ isUpdateReady: true })
  if (registered.waiting !== null && isControlled) offer()
  registered.addEventListener('updatefound', () => {
    // The first one is of the build of this page.
    if (registered.active === null) return
    const { installing } = registered
    // No worker controls the first page that a browser opens: then the new one does not wait, and the page is as old.
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' || installing.state === 'activated') offer()
    })
  })
}

/** Another tab asked for the update: this one takes it, too. */
function reloadWhenQuiet(): void {
  appUpdate.change({ isUpdateReady: true, isUpdating: true })
  whenQuiet(() => location.reload())
}

/** Runs `work` as soon as nothing is being written: at once, after a key, or when the user looks elsewhere. */
function whenQuiet(work: () => void): void {
  const moments = ['input', 'change', 'keyup', 'click', 'close', 'visibilitychange', 'pageshow']
  const listening = new AbortController()
  function check(): void {
    if (isWriting()) return
    listening.abort()
    work()
  }
  for (const moment of moments)
    document.addEventListener(moment, () => setTimeout(check), {
      capture: true,
      signal: listening.signal,
    })
  check()
}

/** Text in a field, a file that is being uploaded (`data-busy`), or an open dialog. */
function isWriting(): boolean {
  const fields = document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(
    'textarea, input:not([type=checkbox], [type=radio], [type=search])',
  )
  const hasText = [...fields].some(({ value, readOnly }) => value.trim() !== '' && !readOnly)
  return hasText || document.querySelector('dialog[open], [data-busy=true]') !== null
}

/** The only script address of the app beside the page's own. A page without the policy could not make it. */
function scriptUrl(): string {
  const trustedTypes: Policies | undefined = Reflect.get(globalThis, 'trustedTypes')
  const policy = trustedTypes?.createPolicy('parlance', {
    createScriptURL(url) {
      if (url !== SCRIPT) throw new Error(`${url} is no script of the app`)
      return url
    },
  })
  return policy?.createScriptURL(SCRIPT) ?? SCRIPT
}
