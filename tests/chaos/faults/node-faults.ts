import { Random } from '../../history/random.ts'
import type { Way } from '../../support/proxy.ts'
import type { Node } from '../node.ts'
import type { Fault, Victims } from './fault.ts'

/** Of the connections that there are, one in so many goes silent alone. */
const SOME = 3

export const CLOCK_FAULT = 'clock jumped'
export const START_FAULT = 'starts killed'

export function nodeFaults(nodes: readonly Node[], random: Random): Fault[] {
  return [
    {
      name: 'node killed',
      run: async () => random.pick(nodes).kill(random.between(0, 1500)),
    },
    {
      name: START_FAULT,
      run: async () => random.pick(nodes).killStarting(random),
    },
    {
      name: 'node paused',
      run: async () => {
        const node = random.pick(nodes)
        node.pause()
        await Bun.sleep(random.between(1000, 5000))
        node.resume()
      },
    },
  ]
}

/** Each start of a node sets its clock wrong, too. */
export function clockFaults(nodes: readonly Node[], random: Random): Fault[] {
  const clocks = nodes.flatMap(({ clock }) => clock ?? [])
  return clocks.length === 0
    ? []
    : [{ name: CLOCK_FAULT, run: async () => random.pick(clocks).jump() }]
}

export function networkFaults(
  nodes: readonly Node[],
  random: Random,
  enough: () => Promise<void>,
): Fault[] {
  const network = () => random.pick(nodes.flatMap((node) => Object.values(node.proxies)))
  return [
    { name: 'connections cut', run: async () => network().cut() },
    {
      name: 'network slow',
      run: async () => {
        const end = network().delay(random.between(20, 300))
        await Bun.sleep(random.between(1000, 3000))
        end()
      },
    },
    {
      name: 'network silent',
      run: async () => {
        const proxy = network()
        const end = proxy.silence()
        await Bun.sleep(random.between(500, 4000))
        if (random.chance(0.5)) proxy.cut()
        end()
      },
    },
    {
      name: 'packets lost',
      run: async () => {
        const proxy = network()
        const packets = new Random(random.between(0, 1e9))
        const end = proxy.lose(random.between(1, 30) / 100, () => packets.next())
        await Bun.sleep(random.between(1000, 4000))
        end()
      },
    },
    {
      name: 'one way silent',
      run: async () => {
        const proxy = network()
        const silent = random.pick<Way>(['there', 'back'])
        const end = proxy.silence((way) => way === silent)
        await Bun.sleep(random.between(500, 4000))
        end()
      },
    },
    {
      name: 'some silent',
      run: async () => {
        const proxy = network()
        const [until, nth] = [proxy.carried, random.between(0, SOME - 1)]
        const end = proxy.silence(
          (_, connection) => connection <= until && connection % SOME === nth,
        )
        await enough()
        end()
      },
    },
    {
      name: 'all cut',
      run: async () => {
        for (const node of nodes) for (const proxy of Object.values(node.proxies)) proxy.cut()
      },
    },
  ]
}

export function serviceFaults(services: Victims['services'], random: Random): Fault[] {
  return Object.entries(services).flatMap(([name, service]) => [
    {
      name: `${name} killed`,
      run: async () => {
        await service.kill()
        await Bun.sleep(random.between(0, 1000))
        service.start()
        await Bun.sleep(3000) // It recovers; work must get done in between.
      },
    },
    {
      name: `${name} frozen`,
      run: async () => {
        service.freeze()
        await Bun.sleep(random.between(500, 5000))
        service.thaw()
        await Bun.sleep(1000)
      },
    },
  ])
}
