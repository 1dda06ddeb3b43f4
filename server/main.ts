import { run } from './run.ts'

export { run } from './run.ts'
export { start } from './start.ts'

if (import.meta.main) await run(process.argv.slice(2))
