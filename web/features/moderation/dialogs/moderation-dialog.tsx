import type { ShownDialog } from '../shown-dialog.ts'
import { AppealDialog } from './appeal-dialog.tsx'
import { DeleteAllDialog, DeleteMessageDialog, RemoveDialog } from './confirm-dialogs.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { RestrictDialog } from './restrict-dialog.tsx'

type Props = { readonly dialog: ShownDialog; readonly onClose: () => void }

export function ModerationDialog({ dialog, onClose }: Props) {
  switch (dialog.kind) {
    case 'report':
      return <ReportDialog {...dialog} onClose={onClose} />
    case 'restrict':
      return <RestrictDialog {...dialog} onClose={onClose} />
    case 'remove':
      return <RemoveDialog {...dialog} onClose={onClose} />
    case 'delete-all':
      return <DeleteAllDialog {...dialog} onClose={onClose} />
    case 'delete-message':
      return <DeleteMessageDialog {...dialog} onClose={onClose} />
    case 'appeal':
      return <AppealDialog {...dialog} onClose={onClose} />
  }
}
