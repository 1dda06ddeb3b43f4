import { Gone } from '../../ui/gone.tsx'
import { useWords } from '../../words/words.ts'

export const NotFound = () => <Gone text={useWords().nothingHere} />
