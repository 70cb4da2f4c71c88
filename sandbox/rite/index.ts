export type { RecordedCall } from './convex-http.ts';
export type { RiteDocument, RiteTimeslot } from './document.ts';
export type { RiteFault } from './fault.ts';
export { DEMO_ORGANIZER, FLAGSHIP } from './samples.ts';
export { SandboxRite, type SandboxRiteOptions } from './sandbox-rite.ts';
