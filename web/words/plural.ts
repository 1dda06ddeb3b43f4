/** The forms of a sentence with a number: those of the language (`Intl.PluralRules`). `{n}` stands for the number. */
export type Plural = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string
}

export const plural = (forms: Plural): Plural => forms

/** The form for a number, with the number in it as the language writes it. */
export function count(locale: string, forms: Plural, n: number): string {
  const form = forms[new Intl.PluralRules(locale).select(n)] ?? forms.other
  return fill(form, { n: new Intl.NumberFormat(locale).format(n) })
}

/** Replaces `{name}` by the value of that name. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
