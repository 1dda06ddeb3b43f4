import type { AppWords } from '../en.ts'
import { plural } from '../plural.ts'

export const composer: AppWords['composer'] = {
  replyTo: 'Réponse à {name}',
  cancelReply: 'Ne pas répondre à ce message',
  askDiscard: 'Abandonner vos modifications de ce message ?',
  goOn: 'Continuer à modifier',
  people: 'Personnes à mentionner',
  everyone: 'tout le monde dans ce salon',
  online: 'toutes les personnes en ligne',
  emojis: 'Émojis',
  bytesLeft: plural({
    one: '{n} caractère restant',
    many: '{n} de caractères restants',
    other: '{n} caractères restants',
  }),
  tooLong: plural({
    one: '{n} caractère de trop : raccourcissez le message pour l’envoyer',
    many: '{n} de caractères de trop : raccourcissez le message pour l’envoyer',
    other: '{n} caractères de trop : raccourcissez le message pour l’envoyer',
  }),
  pasteTooLong: 'Le texte est trop long pour un seul message. En coller le début ?',
  pasteBeginning: 'Coller le début',
  noPaste: 'Ne rien coller',
  offline: plural({
    one: 'Pas de connexion. Prochain essai dans {n} seconde.',
    many: 'Pas de connexion. Prochain essai dans {n} de secondes.',
    other: 'Pas de connexion. Prochain essai dans {n} secondes.',
  }),
  trying: 'Pas de connexion. Nouvel essai…',
  now: 'Essayer maintenant',
  waiting: plural({
    one: '{n} message en attente.',
    many: '{n} de messages en attente.',
    other: '{n} messages en attente.',
  }),
  slow: plural({
    one: 'Mode lent : vous pourrez écrire de nouveau dans {n} seconde.',
    many: 'Mode lent : vous pourrez écrire de nouveau dans {n} de secondes.',
    other: 'Mode lent : vous pourrez écrire de nouveau dans {n} secondes.',
  }),
  notKept:
    'Ce navigateur ne laisse pas la page conserver de brouillons : ce que vous écrivez est perdu quand vous fermez la page.',
}
