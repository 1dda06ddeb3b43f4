export { Switcher } from './switcher.tsx'
