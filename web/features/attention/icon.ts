/** Larger numbers do not fit onto an icon. */
const MOST = 99

let plain: string | undefined

/** Shows a number on the icon of the tab, and on that of the installed app. */
export function showOnIcon(n: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (link !== null) {
    plain ??= link.href
    link.href = n === 0 ? plain : `data:image/svg+xml,${encodeURIComponent(iconWith(n))}`
  }
  // Not in every browser, and refused where the app is not installed.
  if ('setAppBadge' in navigator) navigator.setAppBadge(n).catch(() => undefined)
}

/** The shape of icon.svg, smaller, with the number beside it. */
const iconWith = (
  n: number,
): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<path fill="#12796c" d="M32 5c15.5 0 27 10.4 27 24.3S47.5 53.6 32 53.6c-3.3 0-6.5-.5-9.4-1.3L9.8 58.3c-1.6.8-3.4-.7-2.9-2.4l3.3-10.9C7 40.7 5 35.3 5 29.3 5 15.4 16.5 5 32 5Z"/>
<rect x="${n > 9 ? 20 : 30}" y="28" width="${n > 9 ? 44 : 34}" height="36" rx="14" fill="#b3261e"/>
<text x="${n > 9 ? 42 : 47}" y="56" font-family="sans-serif" font-size="28" font-weight="700" fill="#fff" text-anchor="middle">${n > MOST ? `${MOST}+` : n}</text>
</svg>`
