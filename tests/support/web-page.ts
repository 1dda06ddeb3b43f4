import { expect } from 'bun:test'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { waitFor } from './wait.ts'

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
  await waitFor(async () => Bun.deepEquals(await read(), expected), 20).catch(() => undefined)
  expect<T>(await read()).toEqual(expected)
}

/** By how many pixels the page is wider than its window. */
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
