export { BannedScreen } from './banned-screen.tsx'
