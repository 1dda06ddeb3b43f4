import type { Place } from './company.ts'
import type { Line } from './line.ts'

export const DM_LINES: Partial<Readonly<Record<Place, readonly Line[]>>> = {
  'mira+jonas': [
    [
      '4 17:10',
      'jonas',
      'Between us: the second clamp bench would save us a day for each hull. I have found a used one.',
    ],
    ['4 17:22', 'mira', 'How much?'],
    ['4 17:23', 'jonas', '2,800 €, with delivery.'],
    [
      '4 17:30',
      'mira',
      'Let me talk to Inès. I would like it, too.',
      { reactions: { '🤞': ['jonas'] } },
    ],
    [
      '-19',
      'jonas',
      'The seller called: somebody else wants the bench. He waits until this evening.',
    ],
  ],
  'mira+aiko': [
    [
      '6 10:40',
      'aiko',
      'Would you have half an hour for the Heron 15 tomorrow? I cannot decide about the hatch.',
    ],
    ['6 10:55', 'mira', 'Ten o’clock, at the table by the window?'],
    ['6 10:56', 'aiko', 'Perfect.', { reactions: { '👍': ['mira'] } }],
    [
      '5 11:30',
      'mira',
      'I thought about it again: the round one. It is more work, but it is *us*.',
    ],
    ['5 11:41', 'aiko', 'I hoped you would say that.', { reactions: { '💚': ['mira'] } }],
  ],
  'mira+lucia': [
    ['2 09:15', 'lucia', 'I would like to take the 23rd off, my sister is in town.'],
    ['2 09:30', 'mira', 'Of course, enjoy it.'],
    ['2 09:31', 'lucia', '¡Gracias!'],
  ],
  'mira+tom': [
    [
      '1 16:02',
      'tom',
      'The search is the thing that I was most afraid of, and it was one missing index.',
    ],
    [
      '1 16:10',
      'mira',
      'I do not know what that is, but I am proud of you.',
      { reactions: { '😄': ['tom'] } },
    ],
  ],
}
