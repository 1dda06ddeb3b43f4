/** Writes the backups of this node. */
export type BackupServices = {
  /** Resolves when a new backup is on disk and was read again, and old ones are deleted. Throws with the reason. */
  write(signal: AbortSignal): Promise<void>
}
