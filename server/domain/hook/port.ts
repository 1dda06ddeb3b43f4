import type { ServerRole, UserKind } from '../../../protocol/entities.ts'
import type { MessageId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { Data } from '../../../protocol/text.ts'

/** What the app's hook receives before a message is stored. `id`: the message that is edited. */
export type HookRequest = {
  readonly command: 'messages.send' | 'messages.update'
  readonly message: {
    readonly id?: MessageId | undefined
    readonly text: string
    readonly data?: Data | undefined
    readonly thread?: MessageId | undefined
    readonly replyTo?: MessageId | undefined
  }
  readonly room: { readonly id: RoomId; readonly type: string; readonly name?: string | undefined }
  readonly user: {
    readonly id: UserId
    readonly name: string
    readonly kind: UserKind
    readonly serverRole: ServerRole
  }
}

/** What the app decided. `reason`: for the sender where it refuses, for the staff where it flags. */
export type HookVerdict =
  | { readonly action: 'allow' }
  | { readonly action: 'refuse' | 'flag'; readonly reason?: string | undefined }
  | { readonly action: 'change'; readonly text: string }

/** The app's hook, which is called outside of transactions. */
export interface MessageHook {
  /** Whether the operator has set one. */
  readonly isOn: boolean
  /** If the hook fails, `allow`, or the refusal `check_failed`: as the operator has set. */
  ask(request: HookRequest): Promise<HookVerdict>
}
