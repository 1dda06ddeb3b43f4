export { TypingLine } from './typing-line.tsx'
