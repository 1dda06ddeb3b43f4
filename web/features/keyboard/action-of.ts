import { hasCommandKey, isKey, isTyping } from '../../lib/keys.ts'

type Action =
  | { readonly kind: 'switcher' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'read-all' }
  | { readonly kind: 'region'; readonly by: 1 | -1 }
  | { readonly kind: 'room'; readonly by: 1 | -1; readonly isUnread: boolean }

/**
 * What a key does everywhere in the app. No letter with Alt: on many keyboards AltGr, and on a Mac Option, types
 * characters.
 */
export function actionOf(event: KeyboardEvent): Action | undefined {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event
  if (hasCommandKey(event)) {
    if (isKey(event, 'k') && !shiftKey) return { kind: 'switcher' }
    if (key === '/') return { kind: 'keys' }
    return undefined
  }
  if (ctrlKey || metaKey) return undefined
  if (altKey) {
    const by = ({ ArrowUp: -1, ArrowDown: 1 } as const)[key]
    return by && { kind: 'room', by, isUnread: shiftKey }
  }
  if (key === 'F6') return { kind: 'region', by: shiftKey ? -1 : 1 }
  if (key === 'Escape' && shiftKey) return { kind: 'read-all' }
  if (key === '?' && !isTyping(event)) return { kind: 'keys' }
  return undefined
}
