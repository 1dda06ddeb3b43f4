import { expect } from 'bun:test'

/** By name and labels, what Prometheus would read. */
export async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/metrics`)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await response.text()).trimEnd().split('\n')
  return new Map(
    lines
      .filter((line) => !line.startsWith('# '))
      .map((line) => {
        const [, name = '', value] =
          /^([a-z_]+(?:\{(?:[a-z]+="[^"\\]*",?)+\})?) ([\d.e+-]+)$/.exec(line) ?? []
        if (value === undefined) throw new Error(`not of the format: ${line}`)
        return [name, Number(value)]
      }),
  )
}
