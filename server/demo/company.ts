// Kelp & Oak, which builds wooden kayaks. Everything and everybody here is invented.

export const PEOPLE = {
  mira: 'Mira Lindqvist',
  jonas: 'Jonas Weber',
  aiko: 'Aiko Tanaka',
  samir: 'Samir Haddad',
  lucia: 'Lucía Ortega',
  tom: 'Tom Okafor',
  ines: 'Inès Moreau',
} as const

export type Person = keyof typeof PEOPLE

/** What the people are doing, as the others see it. */
export const STATUSES: Partial<Readonly<Record<Person, string>>> = {
  jonas: 'In the workshop, no phone',
  aiko: 'Drawing the Heron 15',
  samir: 'At the boat show until Friday',
}

type Settings = {
  readonly name: string
  readonly topic?: string
  readonly members: readonly Person[]
}
const ALL = Object.keys(PEOPLE) as Person[]

/** The first member is the owner. */
export const ROOMS = {
  news: {
    type: 'announcement',
    name: 'News',
    topic: 'What everybody should know. Two or three posts a week.',
    members: ALL,
  },
  workshop: {
    type: 'public',
    name: 'Workshop',
    topic: 'Hulls, wood and machines. Safety first, then speed.',
    members: ['jonas', 'mira', 'aiko', 'lucia', 'samir'],
  },
  shop: {
    type: 'public',
    name: 'Web shop',
    topic: 'Orders online, the configurator, and what is broken',
    members: ['tom', 'mira', 'aiko', 'lucia'],
  },
  show: {
    type: 'public',
    name: 'Boat show',
    topic: 'Stand 4-117, Thursday to Sunday',
    members: ['samir', 'mira', 'aiko', 'jonas', 'ines'],
  },
  kitchen: {
    type: 'public',
    name: 'Kitchen',
    topic: 'Lunch, coffee, and everything that is not work',
    members: ['lucia', ...ALL.filter((one) => one !== 'lucia')],
  },
  money: {
    type: 'group',
    name: 'Numbers',
    topic: 'Invoices, prices and the budget',
    members: ['ines', 'mira', 'samir'],
  },
} as const satisfies Readonly<
  Record<string, Settings & { readonly type: 'public' | 'group' | 'announcement' }>
>

/** The dms, by the two users. */
export const DMS = {
  'mira+jonas': ['mira', 'jonas'],
  'mira+aiko': ['mira', 'aiko'],
  'mira+lucia': ['mira', 'lucia'],
  'mira+tom': ['mira', 'tom'],
} as const satisfies Readonly<Record<string, readonly [Person, Person]>>

export type Place = keyof typeof ROOMS | keyof typeof DMS
