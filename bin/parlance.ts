import { main } from '../server/cli/main.ts'

// The command line, from source. A server that `serve` has started keeps the process running.
const prepareServe = async () => (await import('../web/build.ts')).ensureWeb()
process.exitCode = await main(process.argv.slice(2), undefined, undefined, prepareServe)
