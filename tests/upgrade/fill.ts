import type { Place } from './place.ts'

const STEP = 1000

/** Many more messages in Ana's first room, as the first version stored them. */
export async function fill({ rows }: Place, count: number): Promise<void> {
  const [room] = await rows("select room from members where role = 'owner' order by room limit 1")
  const log = room?.['room']
  const [head] = await rows(`select seq from logs where log = '${log}'`)
  const begin = Number(head?.['seq']) + 1
  const at = Date.now()
  for (let from = begin; from < begin + count; from += STEP) {
    const seqs = Array.from({ length: Math.min(STEP, begin + count - from) }, (_, i) => from + i)
    const messages = seqs.map(
      (seq) =>
        `('${log}', ${seq}, 'msg_01m8ebrg${`${seq}`.padStart(18, '0')}', 'ana', 'No ${seq}', ${at})`,
    )
    await rows(
      `insert into messages (room, seq, id, sender, text, created_at) values ${messages.join()}`,
    )
    const events = seqs.map((seq) => `('${log}', ${seq}, ${at}, 'message.created', 'ana')`)
    await rows(`insert into events (log, seq, at, type, actor) values ${events.join()}`)
  }
  await rows(`update logs set seq = ${begin + count - 1} where log = '${log}'`)
}
