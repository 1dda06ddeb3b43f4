import { lazy, StrictMode, Suspense, useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { BASE, LOBBY_PATH } from './lib/paths.ts'
import { applySettings, followOtherTabs as followSettings } from './lib/settings.ts'
import { forgetOpenedLink, openedLink, readOpenedLink } from './session/opened-link.ts'
import { followOtherTabs as followSessions, sessions } from './session/session.ts'
import { Toasts } from './ui/toast.tsx'
import { loadWords, useEntryWords } from './words/words.ts'

// Whoever is not signed in downloads neither the SDK nor the rooms.
const SignedInApp = lazy(async () => {
  const [{ SignedInApp }] = await Promise.all([import('./signed-in-app.tsx'), loadWords()])
  return { default: SignedInApp }
})

// And whoever is signed in does not download the ways in.
const entry = () => import('./session/entry/entry.tsx')
const Entry = lazy(() => entry().then((m) => ({ default: m.Entry })))
const Verification = lazy(() => entry().then((m) => ({ default: m.Verification })))

function App() {
  const { session } = useSyncExternalStore(sessions.watch, sessions.read)
  const [link, setLink] = useState(openedLink)
  useEntryWords()
  if (link?.kind === 'verify')
    return (
      <Suspense>
        <Verification
          link={link.code}
          onDone={() => {
            forgetOpenedLink()
            setLink(undefined)
          }}
        />
      </Suspense>
    )
  return <Suspense>{session === undefined ? <Entry /> : <SignedInApp />}</Suspense>
}

/** Whoever signs in at the front page comes into the lobby; at any other address they stay there. */
function leadIntoLobby(): void {
  let wasSignedIn = sessions.read().session !== undefined
  sessions.watch(() => {
    const isSignedIn = sessions.read().session !== undefined
    const path = location.pathname.slice(BASE.length)
    if (isSignedIn && !wasSignedIn && FRONT_PATHS.test(path))
      history.replaceState(null, '', BASE + LOBBY_PATH)
    wasSignedIn = isSignedIn
  })
}
const FRONT_PATHS = /^\/(sign-in|sign-up|forgotten)?$/

const app = document.getElementById('app')
if (app === null) throw new Error('index.html has no element #app')
readOpenedLink()
followSessions()
followSettings()
leadIntoLobby()
await applySettings()
// Nothing that is shown first waits for it; without it the app only lacks what it keeps for later.
void import('./lib/service-worker.ts').then(
  ({ startServiceWorker }) => startServiceWorker((path) => navigate(BASE + path)),
  () => undefined,
)
createRoot(app).render(
  <StrictMode>
    <Router base={BASE}>
      <App />
      <Toasts />
    </Router>
  </StrictMode>,
)
