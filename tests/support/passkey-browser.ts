import type { Browser, Page } from 'playwright-core'

/** A device with an authenticator, on whose screen the user has agreed or not. */
export async function device(browser: Browser | undefined, isVerified: boolean) {
  const context = await browser?.newContext()
  const page = await context?.newPage()
  if (context === undefined || page === undefined) throw new Error('there is no browser')
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isVerified,
      automaticPresenceSimulation: true,
    },
  })
  const credentials = async () =>
    (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return { page, credentials, close: () => context.close() }
}

/** A call of the page itself, with its cookies. */
export const callOfPage = (page: Page, path: string, body: object) =>
  page.evaluate(
    async ({ path, body }) => {
      const response = await fetch(`/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    },
    { path, body },
  )

/** What the browser answers to options, as the documentation says. */
export const credentialOf = (page: Page, how: 'create' | 'get', options: object): Promise<object> =>
  page.evaluate(
    async ({ how, options }) => {
      const credential =
        how === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
                options as PublicKeyCredentialCreationOptionsJSON,
              ),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
                options as PublicKeyCredentialRequestOptionsJSON,
              ),
            })
      return (credential as PublicKeyCredential).toJSON()
    },
    { how, options },
  )
