import { retry, talk } from './talk.js'

// For Node.js and Deno. The process ends by itself when the chat is closed.
const [program, input] = process.argv.slice(2)
console.log(JSON.stringify(await { retry, talk }[program](JSON.parse(input))))
