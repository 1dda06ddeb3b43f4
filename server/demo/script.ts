import type { Place } from './company.ts'
import type { Line } from './line.ts'
import { KITCHEN, NEWS } from './script-all.ts'
import { DM_LINES } from './script-dms.ts'
import { SHOP } from './script-shop.ts'
import { MONEY, SHOW } from './script-show.ts'
import { WORKSHOP } from './script-workshop.ts'

export const SCRIPT: Partial<Readonly<Record<Place, readonly Line[]>>> = {
  news: NEWS,
  workshop: WORKSHOP,
  shop: SHOP,
  show: SHOW,
  kitchen: KITCHEN,
  money: MONEY,
  ...DM_LINES,
}
