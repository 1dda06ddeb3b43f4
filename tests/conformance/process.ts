import { sse } from '../../sdk/typescript/src/sse.ts'
import { driver } from './driver.ts'

// The driver as a process: lines in, lines out. `process.ts sse` takes that transport.

const drive = driver(
  (line) => console.log(JSON.stringify(line)),
  process.argv.includes('sse') ? sse : undefined,
)
let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) void drive(JSON.parse(line))
})
process.stdin.on('end', () => process.exit(0))
