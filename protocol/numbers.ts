/**
 * Converts a number of JSON to 64-bit floating point, or to `NaN` if that would change its value: whole numbers
 * beyond 2^53, too many digits, 1e400. A fraction may be written with 17 digits, which identify every floating point
 * number, and which some programs always write.
 */
export function numberOf(source: string): number {
  const value = Number(source)
  if (!Number.isFinite(value)) return Number.NaN
  // The common case, at a tenth of the time.
  if (`${value}` === source) return value
  const decimal = decimalOf(source)
  if (isSame(decimalOf(`${value}`), decimal)) return value
  return decimal.power < 0 && isSame(decimalOf(value.toPrecision(17)), decimal) ? value : Number.NaN
}

/** `digits` times ten to the `power`. */
type Decimal = { readonly digits: string; readonly power: number }

const isSame = (a: Decimal, b: Decimal): boolean => a.digits === b.digits && a.power === b.power

/** The value without its sign and without zeros around it: 0.0150e3 is 15 times ten to the 0. */
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
