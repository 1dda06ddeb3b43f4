import { driver } from './driver.ts'
import type { Ask, Say } from './lines.ts'

// The driver in a browser: the test calls `drive`, and is called back at `received`.

declare global {
  var received: (line: Say) => void
  var drive: (ask: Ask) => Promise<void>
}

globalThis.drive = driver((line) => globalThis.received(line))
