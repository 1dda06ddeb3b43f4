type Step = 'hello' | 'invite' | 'all'

const KEY = 'parlance.first-steps'

export function doneSteps(): ReadonlySet<Step> {
  const steps: readonly Step[] = ['hello', 'invite', 'all']
  const kept = (read() ?? '').split(' ')
  return new Set(steps.filter((step) => kept.includes(step)))
}

export function finishStep(step: Step): ReadonlySet<Step> {
  const done = new Set([...doneSteps(), step])
  try {
    localStorage.setItem(KEY, [...done].join(' '))
  } catch {
    // The storage is full or forbidden: the steps are shown again after a reload.
  }
  return done
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
