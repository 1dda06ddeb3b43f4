// Made from protocol/ by `npm run generate`: not to be changed here.
// Every bound of the wire; sizes are bytes of UTF-8 unless the name says otherwise.

export const textBytes = 16384
export const dataBytes = 16384
export const frameBytes = 65536
export const bodyBytes = 1048576
export const batchCommands = 1000
export const batchBytes = 8388608
export const jsonDepth = 32
export const nameLength = 80
export const foreignIdLength = 128
export const clientIdLength = 64
export const pageDefault = 50
export const pageMax = 200
export const roomsPerUser = 1000
export const membersPerCommand = 100
export const idsPerCommand = 100
export const publicRooms = 200
export const tokenSeconds = 2592000
export const topicLength = 250
export const statusLength = 100
export const unreadMax = 1000
export const emojiPerMessage = 50
export const emojiPerPerson = 20
export const mentionsPerMessage = 100
export const mentionedPerMessage = 1000
export const pinsPerRoom = 100
export const invitationsPerRoom = 100
export const liveMembers = 200
export const restoreMs = 60000
export const quoteLength = 200
export const typingMs = 6000
export const typingPauseMs = 500
export const searchLength = 200
export const resumeEvents = 10000
export const resumeMs = 2592000000
