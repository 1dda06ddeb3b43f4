/** A hidden page gets no frames: its work is done after this time. */
const HIDDEN_MS = 100

/** Runs `work` once in the next frame, however often it is asked for meanwhile. */
export function perFrame(work: () => void): () => void {
  let frame: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function run(): void {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = undefined
    work()
  }
  return () => {
    if (frame !== undefined) return
    frame = requestAnimationFrame(run)
    timer = setTimeout(run, HIDDEN_MS)
  }
}
