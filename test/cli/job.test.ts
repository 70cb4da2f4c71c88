import { describe, expect, it } from 'vitest';
import { JOB_NAMES } from '../../src/jobs.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();

describe('job', () => {
  it.each(JOB_NAMES)('%s runs by hand on an empty database and says what it did', async (name) => {
    const { code, stdout, stderr } = await terminal.rite(['job', name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${name}: .+\\n$`));
  });

  it.each([
    [['job'], `the job must be one of ${JOB_NAMES.join(', ')}, not ""`],
    [['job', 'clean'], `the job must be one of ${JOB_NAMES.join(', ')}, not "clean"`],
    [['job', 'sweep', 'clean-up'], 'one job at a time'],
  ])('%j is refused', async (args, sentence) => {
    expect(await terminal.rite(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${sentence}\n`,
    });
  });
});
