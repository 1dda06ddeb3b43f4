/** In Hz, one after the other. */
const TONES = [880, 1174]
const TONE_S = 0.09
const LOUDNESS = 0.08

/** Two short tones. A page that the user has not used yet may not sound: then there is no sound. */
export function playSound(): void {
  const context = new AudioContext()
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  const now = context.currentTime
  for (const [index, tone] of TONES.entries())
    oscillator.frequency.setValueAtTime(tone, now + index * TONE_S)
  gain.gain.setValueAtTime(LOUDNESS, now)
  gain.gain.exponentialRampToValueAtTime(0.001, now + 2 * TONE_S)
  oscillator.connect(gain).connect(context.destination)
  oscillator.onended = () => void context.close()
  oscillator.start()
  oscillator.stop(now + 2 * TONE_S)
}
