import { query } from '../tables/statement.ts'
import type { SettingRow } from '../tables/tables.ts'

export const setting = query((db, a: { name: string }) =>
  db.selectFrom('settings').select('value').where('name', '=', a.name),
)

export const insertSetting = query((db, a: SettingRow) =>
  db.insertInto('settings').values({ name: a.name, value: a.value }),
)

export const putSetting = query((db, a: SettingRow) =>
  db
    .insertInto('settings')
    .values({ name: a.name, value: a.value })
    .onConflict((c) => c.column('name').doUpdateSet({ value: a.value })),
)

export const updateSetting = query((db, a: SettingRow) =>
  db.updateTable('settings').set({ value: a.value }).where('name', '=', a.name),
)
