export { Home } from './home.tsx'
export { NotFound } from './not-found.tsx'
export { Shell } from './shell.tsx'
