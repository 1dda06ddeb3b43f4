import { ChatError } from '@parlance/sdk'
import { useCallback, useEffect, useState } from 'react'
import { refusalOf } from './refusal.ts'

/** A list that is read when it is shown, and again by `reload`. `read` has to stay the same function. */
export function useList<Item>(read: () => Promise<readonly Item[]>) {
  const [items, setItems] = useState<readonly Item[]>()
  const [refusal, setRefusal] = useState<string>()
  const reload = useCallback(async (): Promise<void> => {
    try {
      setItems(await read())
      setRefusal(undefined)
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(refusalOf(error))
    }
  }, [read])
  useEffect(() => void reload(), [reload])
  return { items, refusal, reload }
}
