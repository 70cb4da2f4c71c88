import { readFileSync } from 'node:fs';

/** The kernel counts in these, whatever the machine (`USER_HZ`; man 5 proc_pid_stat). */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU, of all its threads, that a process has used; NaN where the system does not say (only Linux does). */
export function cpuSeconds(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything, come the state and ten numbers; then user and system time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}
