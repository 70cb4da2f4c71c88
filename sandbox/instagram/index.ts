export type { InstagramBehaviour } from './behaviour.ts';
export type { InstagramCall, InstagramFault } from './fault.ts';
export type { LivePost } from './feed.ts';
export type { RecordedInstagramCall } from './instagram-request.ts';
export type { SandboxAccount } from './sandbox-account.ts';
export { SandboxInstagram, type SandboxInstagramOptions } from './sandbox-instagram.ts';
