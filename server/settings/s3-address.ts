/** A place in a bucket of S3: `s3://bucket/folder`. `path`: without slashes at its ends; empty is the whole bucket. */
export type S3Address = { readonly bucket: string; readonly path: string }

/** Undefined if the text is not such an address. */
export function parseS3(text: string): S3Address | undefined {
  const [, bucket, path = ''] = S3.exec(text) ?? []
  return bucket === undefined ? undefined : { bucket, path: path.replace(/^\/+|\/+$/g, '') }
}

export const isS3 = (text: string): boolean => text.startsWith('s3:')

/** The names of buckets have 3 to 63 characters. A path with `//` or `..` would be another one for some servers. */
const S3 = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(\/(?!.*(?:\/\/|\.\.|[\s?#\\])).*)?$/

export const S3_FORM = 'must be s3://bucket or s3://bucket/folder'
