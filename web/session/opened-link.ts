/** A link that was opened: a code in the fragment, which no server and no log sees. */
export type OpenedLink =
  | { readonly kind: 'link' | 'verify' | 'password' | 'invite'; readonly code: string }
  | { readonly kind: 'sign-in-error'; readonly code: string }

const LINK = /^#(link|verify|password|invite|sign-in-error)=([\w-]{1,200})$/

let opened: OpenedLink | undefined

/** Reads the link, and removes it from the address bar: a code there ends up in bookmarks and screenshots. */
export function readOpenedLink(): void {
  const [, kind, code] = LINK.exec(location.hash) ?? []
  if (kind === undefined || code === undefined) return
  opened = { kind: kind as OpenedLink['kind'], code } as OpenedLink
  history.replaceState(null, '', location.pathname + location.search)
}

export const openedLink = (): OpenedLink | undefined => opened

export function forgetOpenedLink(): void {
  opened = undefined
}
