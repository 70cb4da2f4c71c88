export { Bucket, type S3Object } from './bucket.ts';
export type { S3Fault } from './fault.ts';
export { type RecordedRequest, SandboxS3, type SandboxS3Options } from './sandbox-s3.ts';
export { canonicalRequest, signatureOf } from './signature.ts';
export type { WireRequest } from './wire-request.ts';
