export { PinPanel } from './pin-panel.tsx'
