import { QuickChain } from '../history/quick-chain.ts'
import type { Random } from '../history/random.ts'
import type { World } from './people.ts'

/** Of those in a quick room: how many, how often each says something, and how long they stay. */
const GUESTS = 3
const PACE_MS = [20, 500] as const
const STAYS = 0.04
/** What some want to hear of before. */
const HISTORY = 20

/** Somebody who talks plain text in a quick room; the first of each room stays as long as they can. */
export class Shell {
  readonly chain: QuickChain
  readonly #world: World
  readonly #random: Random
  readonly #nth: number

  constructor(world: World, room: string, nth: number, random: Random) {
    this.#world = world
    this.#random = random
    this.#nth = nth
    const history = nth % 2 === 0 ? 0 : HISTORY
    this.chain = new QuickChain(world.recorder, `Shell ${nth} in ${room.slice(-6)}`, room, history)
    void this.chain.run(() => random.pick(world.places))
  }

  async live(): Promise<void> {
    while (!this.#world.isOver) {
      await Bun.sleep(this.#random.between(...PACE_MS))
      this.chain.say(this.#random.between(0, 1e9))
      if (this.#nth > 0 && this.#random.chance(STAYS)) this.chain.drop()
    }
  }
}

export const shells = (world: World, room: string, random: () => Random): Shell[] =>
  Array.from({ length: GUESTS }, (_, nth) => new Shell(world, room, nth, random()))
