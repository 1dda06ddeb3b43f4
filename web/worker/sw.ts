/// <reference lib="webworker" />

// The service worker: it starts the app without a network, from the files of one build.

/** The build's version and files, relative to the worker: see web/build.ts. */
declare const BUILD: { readonly version: string; readonly files: readonly string[] }
declare const self: ServiceWorkerGlobalScope

const PREFIX = 'parlance '
const CACHE = PREFIX + BUILD.version
/** A navigation that takes longer is answered from the cache. */
const NETWORK_MS = 2000

const root = new URL(self.registration.scope)
const files = new Map(BUILD.files.map((file) => [new URL(file, root).href, file]))

// Without skipWaiting: an open page goes on with the files of its own build, until it asks for the update.
self.addEventListener('install', (event) => event.waitUntil(store()))
self.addEventListener('message', ({ data }) => {
  if (data === 'update') void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(removeOld()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== root.origin) return
  if (request.mode === 'navigate') {
    const page = pageOf(url)
    if (page !== undefined) event.respondWith(navigated(request, page))
  } else if (isFile(url)) event.respondWith(cached(request))
})
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(new URL(event.notification.data.path, root)))
})

/** All or nothing: an answer that is not the file, such as the page of a proxy, ends the installation. */
async function store(): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all(
    BUILD.files.map(async (file) => {
      const url = new URL(file, root)
      // Names with a hash never change; the others are asked for anew.
      const answer = await fetch(url, { cache: HASHED.test(file) ? 'default' : 'no-cache' })
      if (!isRight(answer, file)) throw new Error(`${url} is not a file of this build`)
      await cache.put(url, answer)
    }),
  )
}

/** The cache of the build before stays for pages that are still open. */
async function removeOld(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)))
}

/** The network first, so that a new build is used as soon as it is there. */
async function navigated(request: Request, page: URL): Promise<Response> {
  const fromCache = () => caches.match(page)
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, NETWORK_MS))
  const answer = fetch(request)
  const first = await Promise.race([answer, late]).catch(() => undefined)
  // An error of a proxy whose server is gone is no page.
  if (first !== undefined && first.status < 500) return first
  return (await fromCache()) ?? answer
}

/** The name of a file with a hash is that of its content: a cached one is never old. */
async function cached(request: Request): Promise<Response> {
  const url = request.url.replace(/[?#].*/, '')
  return (await caches.match(url)) ?? fetch(request)
}

const HASHED = /-[0-9a-z]{8}\.\w+$/
const isFile = (url: URL): boolean =>
  HASHED.test(url.pathname) || (files.has(url.href) && !url.pathname.endsWith('.html'))

/** The page for the depth of a screen's address, as the server answers it. Undefined: the address is no screen. */
function pageOf({ pathname }: URL): URL | undefined {
  const path = pathname.slice(root.pathname.length)
  if (NO_SCREEN.test(path)) return undefined
  const depth = path.split('/').length - 1
  return new URL(depth === 0 ? './' : `index.${depth}.html`, root)
}
/** The API, the documentation, and files. */
const NO_SCREEN = /^(?:api|chat|docs|graphql)(?:\/|$)|\.[^/]*$/

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
}
function isRight({ ok, headers }: Response, file: string): boolean {
  const type = TYPES[file.split('.').pop() ?? ''] ?? 'text/html'
  return ok && headers.get('content-type')?.startsWith(type) === true
}

/** A window of the app shows the message: one at its room, any other one, or a new one. */
async function open(url: URL): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const room = url.pathname.replace(/\/m\/\d+$/, '')
  const found = windows.find((one) => new URL(one.url).pathname.startsWith(room)) ?? windows[0]
  if (found === undefined) return void (await self.clients.openWindow(url))
  await found.focus()
  found.postMessage({ open: url.pathname.slice(root.pathname.length - 1) })
}
