/** The command line was used wrongly: one line that names the argument and what to do. Exit code 2. */
export class UsageError extends Error {}

/** The command could not be carried out: one line. Exit code 1. */
export class CommandFailed extends Error {}
