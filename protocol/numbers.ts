/**
 * A number of JSON, as a 64-bit floating point number that is told as the same again; `NaN` where it would
 * be told as another: whole numbers beyond 2^53, more digits than there is room for, 1e400. Of a fraction
 * 17 digits are enough to tell it from every other, and some programs always write so many.
 */
export function numberOf(source: string): number {
  const value = Number(source)
  if (!Number.isFinite(value)) return Number.NaN
  // The common case, at a tenth of the cost.
  if (`${value}` === source) return value
  const asked = decimalOf(source)
  if (isSame(decimalOf(`${value}`), asked)) return value
  return asked.power < 0 && isSame(decimalOf(value.toPrecision(17)), asked) ? value : Number.NaN
}

/** `digits` times ten to the `power`. */
type Decimal = { readonly digits: string; readonly power: number }

const isSame = (a: Decimal, b: Decimal): boolean => a.digits === b.digits && a.power === b.power

/** Without its sign, and without noughts around it: 0.0150e3 is 15 times ten to the 0. */
function decimalOf(source: string): Decimal {
  const [mantissa = '', exponent = '0'] = source.replace('-', '').toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = whole + fraction
  let [start, end] = [0, all.length]
  while (all[start] === '0') start++
  while (end > start && all[end - 1] === '0') end--
  if (start === end) return { digits: '', power: 0 }
  return {
    digits: all.slice(start, end),
    power: Number(exponent) - fraction.length + all.length - end,
  }
}
