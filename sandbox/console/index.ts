export { SandboxConsole, type SandboxConsoleOptions } from './sandbox-console.ts';
