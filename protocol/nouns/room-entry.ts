import * as z from 'zod'
import { LIMITS } from '../limits.ts'
import { Line } from '../text.ts'

export const RoomType = z.enum(['dm', 'group', 'public', 'announcement']).meta({ id: 'RoomType' })

export type RoomType = z.infer<typeof RoomType>

/** Every user can see an open room. */
export const isOpen = (type: RoomType): boolean => type === 'public' || type === 'announcement'

export const RoomEntry = z.enum(['open', 'request']).meta({
  id: 'RoomEntry',
  description:
    'How users enter an open room: every user can join (`open`), or the staff answer the join requests (`request`).',
})

export type RoomEntry = z.infer<typeof RoomEntry>

export const RoomPreview = z.enum(['full', 'name']).meta({
  id: 'RoomPreview',
  description:
    'What users who are not members see of an open room: the whole room (`full`), or its `name`, `question` and settings only (`name`).',
})

export type RoomPreview = z.infer<typeof RoomPreview>

/** The settings that only open rooms have. */
export const entrySettings = {
  entry: RoomEntry.optional().describe('For open rooms only.'),
  question: Line(LIMITS.questionLength)
    .describe('The entry question, for open rooms only. An empty question removes it.')
    .optional(),
  preview: RoomPreview.optional().describe('For open rooms only.'),
}
