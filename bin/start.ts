import { run } from '../server/main.ts'
import { buildWeb } from '../web/build.ts'

// What `npm start` runs: the web app is built from what lies here, then served.
await run(process.argv.slice(2), buildWeb)
