import { run } from '../server/run.ts'
import { ensureWeb } from '../web/build.ts'

// The entry point of `npm start`: builds the web app if it is not built, then starts the server.
await run(process.argv.slice(2), ensureWeb)
