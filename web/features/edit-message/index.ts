export { EditBox } from './edit-box.tsx'
