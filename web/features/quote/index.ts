export { Quote } from './quote.tsx'
export { ReplyBar } from './reply-bar.tsx'
