import type { AppWords } from '../en.ts'
import { plural } from '../plural.ts'

export const composer: AppWords['composer'] = {
  replyTo: 'Respuesta a {name}',
  cancelReply: 'No responder a este mensaje',
  askDiscard: '¿Descartar tus cambios en este mensaje?',
  goOn: 'Seguir editando',
  people: 'Personas que puedes mencionar',
  everyone: 'todos en esta sala',
  online: 'todos los que están en línea',
  emojis: 'Emojis',
  bytesLeft: plural({
    one: 'Queda {n} carácter',
    many: 'Quedan {n} de caracteres',
    other: 'Quedan {n} caracteres',
  }),
  tooLong: plural({
    one: 'Sobra {n} carácter: acorta el mensaje para enviarlo',
    many: 'Sobran {n} de caracteres: acorta el mensaje para enviarlo',
    other: 'Sobran {n} caracteres: acorta el mensaje para enviarlo',
  }),
  pasteTooLong: 'El texto es demasiado largo para un mensaje. ¿Pegar el principio?',
  pasteBeginning: 'Pegar el principio',
  noPaste: 'No pegar nada',
  offline: plural({
    one: 'Sin conexión. Próximo intento en {n} segundo.',
    many: 'Sin conexión. Próximo intento en {n} de segundos.',
    other: 'Sin conexión. Próximo intento en {n} segundos.',
  }),
  trying: 'Sin conexión. Intentándolo…',
  now: 'Intentar ahora',
  waiting: plural({
    one: '{n} mensaje en espera.',
    many: '{n} de mensajes en espera.',
    other: '{n} mensajes en espera.',
  }),
  slow: plural({
    one: 'Modo lento: podrás volver a escribir en {n} segundo.',
    many: 'Modo lento: podrás volver a escribir en {n} de segundos.',
    other: 'Modo lento: podrás volver a escribir en {n} segundos.',
  }),
  notKept:
    'Este navegador no deja que la página guarde borradores: lo que escribas se pierde al cerrarla.',
}
