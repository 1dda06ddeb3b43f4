/** The refusals of moderation, erasures and exports: a part of `REFUSALS`. */
export const MODERATION_REFUSALS = {
  banned: {
    status: 403,
    close: 4403,
    title: 'You are banned: wait until the ban ends, or appeal against it (sanctions.appeal)',
  },
  muted: {
    status: 403,
    title: 'You are muted: you can read, but not write until the mute ends',
  },
  legal_hold: {
    status: 409,
    title:
      'A legal hold keeps these data: wait until an administrator has lifted it (legalHolds.delete)',
  },
  user_deleted: {
    status: 403,
    close: 4403,
    title: 'The user was deleted permanently: use another user',
  },
  export_unfinished: {
    status: 409,
    title: 'The export is not ready: wait for export.finished, or read its state',
  },
  export_over: {
    status: 410,
    title: 'The file of this export was removed: ask for a new export',
  },
  report_claimed: {
    status: 409,
    title:
      'Another member of the staff works on the report: leave it to them, or take it over (takeOver)',
  },
  report_over: {
    status: 410,
    title: 'The report was closed: list the open reports again',
  },
  text_refused: {
    status: 403,
    title: 'The text is not permitted here: change it',
  },
  check_failed: {
    status: 503,
    title: 'The message could not be checked, so it was not sent: try again in a few seconds',
    retryAfter: 5,
  },
  slow_mode: {
    status: 429,
    title: 'The room is in slow mode: wait, and send the message again',
    retryAfter: 1,
  },
} as const
