import type { AppUseCase } from '../use-case.ts'

export const getStatistics: AppUseCase<'statistics.get'> = ({ store }) =>
  store.read(async (reader) => {
    const { users, rooms, ...counts } = await reader.statistics.get(reader.now)
    return {
      users: { person: users('person'), guest: users('guest'), bot: users('bot') },
      rooms: {
        dm: rooms('dm'),
        group: rooms('group'),
        public: rooms('public'),
        announcement: rooms('announcement'),
      },
      ...counts,
    }
  })
