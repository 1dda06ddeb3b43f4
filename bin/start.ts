import { run } from '../server/run.ts'
import { buildWeb } from '../web/build.ts'

// The entry point of `npm start`: builds the web app, then starts the server.
await run(process.argv.slice(2), buildWeb)
