import type { Line } from './line.ts'

export const SHOW: readonly Line[] = [
  [
    '9 10:00',
    'samir',
    'We have the stand: 4-117, by the window. 24 square metres, power from two sides.',
    { isPinned: true, reactions: { '🎉': ['mira', 'aiko', 'jonas', 'ines'] } },
  ],
  ['9 10:14', 'ines', 'The invoice is here already. It says 26 square metres.'],
  ['9 10:15', 'samir', 'I am calling them.'],
  ['9 10:52', 'samir', 'They send a new one.', { reactions: { '👍': ['ines'] } }],
  [
    '8 09:30',
    'aiko',
    'Drawing of the stand: two boats across, the raw hull in front, the table at the back so that nobody hides behind it.',
    { as: 'plan' },
  ],
  [
    '8 09:44',
    'mira',
    'I like it. Can children reach the hull without climbing?',
    { thread: 'plan' },
  ],
  ['8 09:47', 'aiko', 'It is 60 cm high, so yes.', { thread: 'plan' }],
  [
    '6 16:20',
    'samir',
    'Who comes when? I am there from Wednesday to Sunday.\n\n- Thursday: Mira\n- Friday: Aiko\n- Saturday: Mira and Jonas\n- Sunday: ?',
  ],
  ['6 16:31', 'ines', 'Sunday: me. I have never been to one.'],
  [
    '6 16:32',
    'samir',
    'You will love it. Bring shoes in which you can stand for nine hours.',
    { reactions: { '👟': ['ines'] } },
  ],
  [
    '4 11:11',
    'samir',
    'The printer asks whether the banner is 3.0 or 3.2 metres. It is 3.0, the ceiling is low.',
  ],
  ['4 11:40', 'aiko', 'Sent them the file with 3.0.'],
  ['2 17:05', 'samir', 'أهلاً! الجناح جاهز تقريبًا، والإضاءة رائعة.'],
  [
    '2 17:06',
    'samir',
    'Sorry, wrong window, that was for my brother. It says that the stand is almost ready and that the light is great.',
    { reactions: { '😄': ['mira', 'aiko', 'jonas'] } },
  ],
  ['1 12:15', 'samir', 'The raw hull is the star. One man came three times to touch it.'],
  [
    '1 18:40',
    'samir',
    'First day: 61 talks, 14 addresses, 2 orders. And my voice is gone.',
    { as: 'day', reactions: { '🎉': ['mira', 'aiko', 'jonas', 'ines'], '👏': ['mira'] } },
  ],
  ['1 18:52', 'mira', 'Two orders on a first day! Last year it was none.', { replyTo: 'day' }],
  [
    '-55',
    'samir',
    'The club from Malmö is here and wants to see 213. Do we have a picture of it, Jonas?',
    { mentions: ['jonas'] },
  ],
  ['-48', 'jonas', 'In five minutes. It is full of glue, but it is pretty glue.'],
  [
    '-12',
    'samir',
    'They liked it. They want a third one.',
    { reactions: { '🥳': ['jonas', 'aiko'] } },
  ],
]

export const MONEY: readonly Line[] = [
  [
    '9 11:20',
    'ines',
    'October is closed: 7 boats, 41 paddles. Wood was 6 % over plan, power 9 % under.',
  ],
  ['9 11:35', 'mira', 'Thank you. Is the power the new lamps?'],
  ['9 11:36', 'ines', 'The lamps, and that nobody forgets the kiln any more.'],
  [
    '7 14:02',
    'ines',
    'The Heron 15 with one more frame costs us 38 € more. I suggest 4,290 € instead of 4,190 €.',
    { as: 'price' },
  ],
  ['7 14:20', 'samir', '4,290 is fine. Nobody decides on that difference.', { replyTo: 'price' }],
  ['7 14:25', 'mira', 'Agreed.', { reactions: { '✅': ['ines'] } }],
  [
    '3 10:10',
    'ines',
    'The mill gives us 3 % because of the wet ash. I did not even have to ask twice.',
    { reactions: { '💪': ['mira', 'samir'] } },
  ],
  [
    '1 16:30',
    'ines',
    '@Mira Lindqvist the bank wants the plan for next year by the 15th. A first version is in the folder.',
    { mentions: ['mira'] },
  ],
]
