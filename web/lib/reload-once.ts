const KEY = 'parlance.reloaded'

/**
 * A part of the app could not be loaded: if the server has another build by now, the page is loaded anew, once for each
 * build. Resolves without a reload if it is the same build, or the server cannot be reached.
 */
export async function reloadForOtherBuild(): Promise<void> {
  const page = await fetch(document.baseURI, { cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '')
  const script = SCRIPT.exec(page)?.[1]
  if (script === undefined || isLoaded(script) || sessionStorage.getItem(KEY) === script) return
  sessionStorage.setItem(KEY, script)
  location.reload()
}

const SCRIPT = /<script[^>]* src="\.\/([^"]+)"/

const isLoaded = (script: string): boolean =>
  [...document.scripts].some(({ src }) => src.endsWith(`/${script}`))
