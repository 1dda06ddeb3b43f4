import { expect } from 'bun:test'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { waitFor } from './wait.ts'

/** It needs two lines of a narrow window, or an ellipsis. */
export const LONG_NAME = 'A name that needs two lines in a narrow window, or more of them'

/** What axe finds, by its rules and the elements that break them. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // What fades in has not yet its own colours.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    return Promise.allSettled(ending.map((each) => each.finished)).then(() => undefined)
  })
  const found = await page.evaluate(async () => {
    const { violations } = await Reflect.get(window, 'axe').run()
    return violations as { id: string; nodes: { html: string; failureSummary: string }[] }[]
  })
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** Waits until what is read from a page is as expected: a page shows what a key or an event causes some frames later. */
export async function settlesAt<T>(read: () => Promise<T>, expected: T): Promise<void> {
  await waitFor(async () => Bun.deepEquals(await read(), expected)).catch(() => undefined)
  expect<T>(await read()).toEqual(expected)
}

/**
 * What does not fit into the window of the app: controls and headings whose text is wider than they are, and parts that
 * scroll or are cut sideways, the page itself included. Code and tabs scroll on purpose, an ellipsis says that text was cut, and
 * a pixel is for rounding and for the ends of a name's letters (`.name`).
 */
export const cut = (page: Page) =>
  page.evaluate(() => {
    // Wider, as the fonts of other machines are.
    const wider = new CSSStyleSheet()
    wider.replaceSync('* { letter-spacing: 0.05em }')
    document.adoptedStyleSheets.push(wider)
    const texts = 'button, a.button, legend, label, h1, h2, h3, .choice span'
    const found = [...document.querySelectorAll('html, body, body *')]
      .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => {
        const { overflowX, textOverflow } = getComputedStyle(one)
        if (textOverflow === 'ellipsis' || one.matches('pre, input, textarea, [role=tablist]'))
          return false
        return one.matches(`html, body, ${texts}`) || overflowX !== 'visible'
      })
      .map((one) => `${one.scrollWidth} > ${one.clientWidth}: ${one.outerHTML.slice(0, 200)}`)
    document.adoptedStyleSheets.pop()
    return found
  })

/** By how many pixels a page that scrolls as a whole is wider than its window: those of the server, not the app. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Signs a tab in without the page: the next page that it opens is that of the user. */
export const signTabIn = (page: Page, token: string, name: string) =>
  page.addInitScript(
    (session) => sessionStorage.setItem('parlance.session', session),
    JSON.stringify({ kind: 'tab', token, name }),
  )

/** Collects what the page complains about: a blocked script or style, an error that nobody caught. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const isNetwork = /^Failed to load resource|^WebSocket connection/.test(message.text())
    if (message.type() === 'error' && !isNetwork) complaints.push(message.text())
  })
  return complaints
}

/** What has the focus: its tag and its first class. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const { tagName = '', classList } = document.activeElement ?? {}
    return [tagName.toLowerCase(), ...[...(classList ?? [])].slice(0, 1)].join('.')
  })

/** What the browser says of a popover or a dialog that was closed comes later: as a task, or in the next frame. */
export const eventsOfClosing = (page: Page) =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++)
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  })
