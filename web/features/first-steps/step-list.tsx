import { useRooms } from '@parlance/sdk/react'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useWords } from '../../words/words.ts'
import { NewRoom } from '../new-room/index.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { doneSteps, finishStep } from './steps.ts'

/** The steps until they are hidden, on this device. */
export function StepList({ onSayHello }: { readonly onSayHello: () => void }) {
  const words = useWords()
  const { rooms } = useRooms()
  const [done, setDone] = useState(doneSteps)
  const [dialog, setDialog] = useState<'room' | 'invite'>()
  const finish = (step: Parameters<typeof finishStep>[0]) => setDone(finishStep(step))
  if (done.has('all')) return null

  const steps = [
    { isDone: done.has('hello'), label: words.sayHello, onClick: sayHello },
    { isDone: rooms.length > 1, label: words.makeRoom, onClick: () => setDialog('room') },
    { isDone: done.has('invite'), label: words.invitePeople, onClick: invite },
  ]
  function sayHello(): void {
    finish('hello')
    onSayHello()
  }
  function invite(): void {
    finish('invite')
    setDialog('invite')
  }
  return (
    <section className="first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{words.firstSteps}</h2>
      <IconButton icon="close" label={words.finishSteps} onClick={() => finish('all')} />
      <ol>
        {steps.map(({ isDone, label, onClick }) => (
          <li key={label} data-done={isDone}>
            <Icon name="check" />
            <Button look="quiet" onClick={onClick}>
              {label}
            </Button>
          </li>
        ))}
      </ol>
      {dialog === 'room' && <NewRoom onClose={() => setDialog(undefined)} />}
      {dialog === 'invite' && <InviteDialog onClose={() => setDialog(undefined)} />}
    </section>
  )
}
