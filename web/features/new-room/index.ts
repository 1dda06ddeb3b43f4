export { NewDm } from './new-dm.tsx'
export { NewRoom } from './new-room.tsx'
