export { NewDm, NewRoom } from './dialogs.tsx'
