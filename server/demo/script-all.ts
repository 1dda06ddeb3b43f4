import type { Line } from './line.ts'

export const NEWS: readonly Line[] = [
  [
    '10 09:00',
    'mira',
    '**Welcome to our new chat.** Nobody has to read everything: join the rooms that concern you, and mute the rest. If something is urgent, mention the person.',
    { isPinned: true, reactions: { '👋': ['jonas', 'aiko', 'samir', 'lucia', 'tom', 'ines'] } },
  ],
  [
    '6 09:00',
    'mira',
    'From this week on we close at 15:00 on Fridays. The workshop may stay longer if a hull is in the press.',
    { as: 'friday', reactions: { '🎉': ['jonas', 'aiko', 'samir', 'lucia', 'tom', 'ines'] } },
  ],
  [
    '3 09:05',
    'mira',
    'The boat show begins on Thursday: stand 4-117. There are two tickets for everybody, Inès has them.',
    { reactions: { '🛶': ['samir', 'ines', 'aiko'] } },
  ],
  [
    '-130',
    'mira',
    'Two orders on the first day of the show. Thank you all, above all those who were here until nine to make it possible.',
    { reactions: { '❤️': ['jonas', 'aiko', 'lucia', 'tom'], '👏': ['ines'] } },
  ],
]

export const KITCHEN: readonly Line[] = [
  [
    '10 12:10',
    'lucia',
    'There is soup. There is far too much soup.',
    { reactions: { '🍲': ['tom', 'ines', 'aiko'] } },
  ],
  ['10 12:31', 'tom', 'There was soup.'],
  ['8 15:02', 'aiko', 'Somebody has put a plant into the coffee machine.', { as: 'plant' }],
  [
    '8 15:05',
    'tom',
    'It looked thirsty.',
    { replyTo: 'plant', reactions: { '😂': ['aiko', 'lucia', 'mira', 'jonas'] } },
  ],
  ['7 08:50', 'ines', "J'ai apporté des croissants. Twelve, so be quick or be friends with me."],
  ['7 09:20', 'samir', 'I am friends with you.', { reactions: { '🥐': ['ines', 'lucia'] } }],
  ['5 13:15', 'lucia', 'Who comes climbing on Tuesday? We are three, four is better.'],
  ['5 13:20', 'tom', 'Me, if beginners are allowed.'],
  [
    '5 13:21',
    'lucia',
    'Beginners hold the rope of the others, so please learn quickly.',
    { reactions: { '😬': ['tom'] } },
  ],
  [
    '3 12:00',
    'jonas',
    'Whose bicycle has been in front of the hall since Monday? It has a flat tyre and a very sad look.',
  ],
  ['3 12:14', 'mira', 'Mine. I am ashamed.'],
  [
    '2 09:40',
    'lucia',
    'Climbing was great, Tom did not let anybody fall.',
    { reactions: { '🧗': ['tom', 'mira'] } },
  ],
  [
    '1 11:58',
    'aiko',
    'おはぎ on the table: rice with sweet beans. Take one, they do not keep.',
    { reactions: { '🍡': ['lucia', 'tom', 'ines', 'jonas'] } },
  ],
  ['1 12:20', 'ines', 'I took two. I would do it again.'],
  [
    '-63',
    'tom',
    'Lunch at the harbour today? It stopped raining.',
    { as: 'lunch', reactions: { '🙋': ['lucia', 'aiko', 'ines'] } },
  ],
  ['-60', 'lucia', 'Yes! Half past twelve at the gate.', { replyTo: 'lunch' }],
]
