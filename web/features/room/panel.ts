/** What an address shows beside its room. In wide windows the members are there even without an address. */
export type Panel =
  | { readonly kind: 'members' }
  | { readonly kind: 'pins' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'thread'; readonly message: string }
