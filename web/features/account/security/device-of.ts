// The first that fits: most browsers claim to be others, too.
const BROWSERS = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrom(?:e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/\biPhone|\biPad/, 'iOS'],
  [/\bAndroid/, 'Android'],
  [/\bMac OS X/, 'macOS'],
  [/\bWindows/, 'Windows'],
  [/\bLinux/, 'Linux'],
] as const

/** The browser and the system of a User-Agent header, such as “Firefox, Linux”. Undefined: it names neither. */
export function deviceOf(client: string): string | undefined {
  const found = [BROWSERS, SYSTEMS].flatMap(
    (names) => names.find(([pattern]) => pattern.test(client))?.[1] ?? [],
  )
  return found.length > 0 ? found.join(', ') : client.split(/[\s/]/)[0] || undefined
}
