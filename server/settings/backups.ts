import * as z from 'zod'
import { isS3, parseS3, S3_FORM } from './s3-address.ts'
import { ageRecipient, count } from './schemas.ts'

const backupFolder = z
  .string()
  .default('')
  .refine((text) => !isS3(text) || parseS3(text) !== undefined, S3_FORM)

const endpoint = z.url({
  protocol: /^https?$/,
  error: 'must be an http:// or https:// URL',
})

/** The settings of the backups that a server writes by itself, and of S3. */
export const BACKUP_SETTINGS = {
  backupFolder: {
    schema: backupFolder,
    description:
      'the folder, or s3://bucket/folder, into which this node writes backups by itself; empty: it writes none',
  },
  backupHours: {
    schema: count.default(24),
    description: 'how many hours are between two of these backups',
  },
  backupKeep: { schema: count.default(14), description: 'how many backups stay in the folder' },
  backupEncryptTo: {
    schema: ageRecipient.optional(),
    description: 'a public key of age, age1…, for which these backups are encrypted',
  },
  s3Endpoint: {
    schema: endpoint.optional(),
    description:
      'the server of s3://bucket, such as https://s3.example.com; empty is AWS in the region',
  },
  s3Region: { schema: z.string().default('us-east-1'), description: 'the region of the bucket' },
  s3AccessKeyId: {
    schema: z.string().optional(),
    description: 'the id of the access key for s3://bucket',
  },
  s3SecretAccessKey: {
    schema: z.string().optional(),
    description: 'the secret of this access key',
  },
} as const
