export { BrowseScreen } from './browse-screen.tsx'
