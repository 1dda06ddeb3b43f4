import type { Browser } from 'playwright-core'

/** The lobby page at an address, in a browser: what a person does there, and what was refused meanwhile. */
export async function visit(browser: Browser, url: string, token: string): Promise<string[]> {
  const refused: string[] = []
  const context = await browser.newContext({ serviceWorkers: 'allow', ignoreHTTPSErrors: true })
  try {
    // As an app does that has signed its user in.
    await context.addCookies([{ name: 'parlance_token', value: token, url }])
    const page = await context.newPage()
    page.on('pageerror', (error) => refused.push(String(error)))
    page.on('requestfailed', (request) =>
      refused.push(`${request.url()}: ${request.failure()?.errorText}`),
    )
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.url()}: ${answer.status()}`)
    })
    // Without the slash, as people type it.
    await page.goto(url)
    await page.getByLabel('Your name').fill('Dia')
    await page.getByLabel('Your name').press('Enter')
    await page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })
    await page.getByLabel('Write a message').fill(`Hello from ${url}`)
    await page.getByLabel('Write a message').press('Enter')
    await page.locator('.message[data-state=sent]', { hasText: `Hello from ${url}` }).waitFor()
    // What the page may do for its user, by the cookie and without.
    for (const path of ['chat?name=Workshop', 'api/v1/rooms']) {
      const body = '{"type":"public","name":"R"}'
      const ask = ([path, body]: string[]) =>
        fetch(path ?? '', { method: 'POST', body: body ?? '' }).then(({ status }) => status)
      const status = await page.evaluate(ask, [path, body])
      if (status !== 201) refused.push(`${path}: ${status}`)
    }
    return refused
  } finally {
    await context.close()
  }
}
