import type { AppWords } from '../en.ts'
import { plural } from '../plural.ts'

export const composer: AppWords['composer'] = {
  replyTo: 'Antwort an {name}',
  cancelReply: 'Nicht auf diese Nachricht antworten',
  askDiscard: 'Deine Änderungen an dieser Nachricht verwerfen?',
  goOn: 'Weiter bearbeiten',
  people: 'Personen, die du erwähnen kannst',
  everyone: 'alle in diesem Raum',
  online: 'alle, die online sind',
  emojis: 'Emojis',
  bytesLeft: plural({ one: 'Noch {n} Zeichen', other: 'Noch {n} Zeichen' }),
  tooLong: plural({
    one: '{n} Zeichen zu viel: Kürze die Nachricht, um sie zu senden',
    other: '{n} Zeichen zu viel: Kürze die Nachricht, um sie zu senden',
  }),
  pasteTooLong: 'Der Text ist zu lang für eine Nachricht. Nur den Anfang einfügen?',
  pasteBeginning: 'Anfang einfügen',
  noPaste: 'Nichts einfügen',
  offline: plural({
    one: 'Keine Verbindung. Nächster Versuch in {n} Sekunde.',
    other: 'Keine Verbindung. Nächster Versuch in {n} Sekunden.',
  }),
  trying: 'Keine Verbindung. Neuer Versuch…',
  now: 'Jetzt versuchen',
  waiting: plural({ one: '{n} Nachricht wartet.', other: '{n} Nachrichten warten.' }),
  slow: plural({
    one: 'Langsamer Modus: Du kannst in {n} Sekunde wieder schreiben.',
    other: 'Langsamer Modus: Du kannst in {n} Sekunden wieder schreiben.',
  }),
  notKept:
    'Dieser Browser lässt die Seite keine Entwürfe speichern: Was du schreibst, ist weg, wenn du die Seite schließt.',
}
