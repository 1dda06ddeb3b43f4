export { Keyboard } from './keyboard.tsx'
export { showKeys, showSwitcher } from './shown-dialog.ts'
