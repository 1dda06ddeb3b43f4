export { ThreadLink } from './thread-link.tsx'
