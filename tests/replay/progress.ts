/** One line on stderr that says how far it is; on something that is no terminal, nothing. */
export function progress(what: string) {
  const begun = performance.now()
  const bar = (part: number) => '█'.repeat(Math.round(part * 24)).padEnd(24, '░')
  const write = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
  }
  return {
    show(done: number, of: number, note: string): void {
      const perSecond = done / ((performance.now() - begun) / 1000)
      const left = perSecond > 0 ? Math.ceil((of - done) / perSecond) : 0
      write(
        `${what} ${bar(done / of)} ${done}/${of}  ${perSecond.toFixed(0)}/s  ${left} s left  ${note}`,
      )
    },
    end(): void {
      write('')
    },
  }
}
