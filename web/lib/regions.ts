/** The rail, the screen and its panel: F6 leads from one to the next. */
const REGIONS = '.rail-pane, main, .panel'
const FOCUSABLE =
  'textarea, input:not([type=hidden]), [aria-current=page], [role=log], a[href], button:not(:disabled), [tabindex="0"]'

/** Moves the focus to the next region that is shown, or to the one before. */
export function focusRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter(isShown)
  const at = regions.findLastIndex((region) => region.contains(document.activeElement))
  const next = at < 0 ? 0 : (at + by + regions.length) % regions.length
  const region = regions[next]
  if (region !== undefined) focusIn(region)
}

/**
 * Where the focus belongs when nothing else has it: `opener`, if it is still there, or the link that has taken its place,
 * otherwise the box in which one writes, otherwise the screen.
 */
export function focusHome(opener?: Element | null): void {
  const href = opener?.getAttribute('href')
  const home = [opener, href && document.querySelector(`main a[href="${CSS.escape(href)}"]`)].find(
    (one) => one instanceof HTMLElement && one !== document.body && isShown(one),
  )
  if (home instanceof HTMLElement) home.focus()
  else {
    const main = document.querySelector<HTMLElement>('main')
    if (main !== null) focusIn(main)
  }
}

/** The box of a region, otherwise its current place, otherwise its first control, otherwise the region itself. */
function focusIn(region: HTMLElement): void {
  for (const selector of FOCUSABLE.split(', '))
    for (const element of region.querySelectorAll<HTMLElement>(selector))
      if (isShown(element)) return element.focus()
  region.tabIndex = -1
  region.focus()
}

const isShown = (element: HTMLElement): boolean => element.isConnected && element.checkVisibility()
