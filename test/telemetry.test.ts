import { describe, expect, test } from 'vitest';
import type { SlowOperation } from '../src/posts/performance-log.ts';
import { Telemetry, type TelemetryOptions } from '../src/telemetry.ts';
import { keptLog } from './web/listening.ts';

function telemetryOf(options: Partial<TelemetryOptions> = {}) {
  const { logger, log } = keptLog();
  let time = 0;
  const telemetry = new Telemetry({
    logger,
    clock: () => 1_000_000 + time,
    stopwatch: () => time,
    ...options,
  });
  return {
    telemetry,
    log,
    /** Work that takes so many milliseconds of a clock that is set by hand. */
    taking: (ms: number) => async () => {
      time += ms;
      return ms;
    },
  };
}

describe('telemetry', () => {
  test('counts what happens, by a few words and never by ids, which are in the log', async () => {
    const { telemetry, log } = telemetryOf();
    await using _ = telemetry;
    const post = { postId: 'post-id-1', guildId: 'guild-id-1' };
    const look = { template: 'lineup', theme: 'night', size: 'square' } as const;
    telemetry.generated({ ...post, ...look });
    telemetry.generated({ ...post, ...look });
    telemetry.downloaded(post);
    telemetry.published({ ...post, pages: 3 });
    telemetry.failed('publish', 'instagram', { ...post, err: new Error('no') });
    telemetry.mediaServed(206);
    const text = await telemetry.text();
    expect(text).toContain(
      'rite_bot_posts_generated_total{template="lineup",theme="night",size="square"} 2',
    );
    expect(text).toContain('rite_bot_posts_downloaded_total 1');
    expect(text).toContain('rite_bot_posts_published_total{kind="carousel"} 1');
    expect(text).toContain('rite_bot_posts_failed_total{what="publish",failure="instagram"} 1');
    expect(text).toContain('rite_bot_media_requests_total{status="206"} 1');
    expect(text).not.toMatch(/post-id|guild-id/);
    expect(log.join()).toContain('post-id-1');
  });

  test('times what is waited for', async () => {
    const { telemetry } = telemetryOf();
    await using _ = telemetry;
    telemetry.acknowledged({ acknowledgedMs: 300 });
    telemetry.rendered(12, 'drawn');
    telemetry.rendered(1, 'cache');
    telemetry.riteAnswered(700, 'ok');
    telemetry.jobRun({ job: 'clean-up', outcome: 'failed', durationMs: 2_000 });
    const text = await telemetry.text();
    expect(text).toContain('rite_bot_acknowledge_seconds_bucket{le="0.5"} 1');
    expect(text).toContain('rite_bot_acknowledge_seconds_bucket{le="0.25"} 0');
    expect(text).toContain('rite_bot_render_seconds_sum{source="drawn"} 0.012');
    expect(text).toContain('rite_bot_rite_seconds_sum{outcome="ok"} 0.7');
    expect(text).toContain('rite_bot_job_seconds_sum{job="clean-up",outcome="failed"} 2');
  });

  test('has the figures of the process, and each instance its own', async () => {
    const one = telemetryOf();
    const other = telemetryOf();
    await using _ = one.telemetry;
    await using __ = other.telemetry;
    one.telemetry.downloaded({ postId: '1', guildId: '1' });
    expect(await one.telemetry.text()).toContain('process_resident_memory_bytes ');
    expect(await one.telemetry.text()).toContain('nodejs_eventloop_lag_p99_seconds ');
    expect(await other.telemetry.text()).toContain('rite_bot_posts_downloaded_total 0');
    expect(one.telemetry.contentType).toContain('version=0.0.4');
  });
});

describe('an operation that is timed', () => {
  test('gives what it gives and is counted', async () => {
    const { telemetry, taking, log } = telemetryOf();
    await using _ = telemetry;
    expect(await telemetry.timed('post.generate', taking(40))).toBe(40);
    expect(await telemetry.text()).toContain(
      'rite_bot_operation_seconds_sum{operation="post.generate"} 0.04',
    );
    expect(log).toEqual([]);
  });

  test('is written down when it takes longer than 5 seconds, also when it fails', async () => {
    const recorded: SlowOperation[] = [];
    const { telemetry, taking, log } = telemetryOf({
      performanceLog: { record: async (entry) => void recorded.push(entry) },
    });
    await telemetry.timed('post.generate', taking(5_000));
    await telemetry.timed('post.generate', taking(5_001));
    const failing = telemetry.timed('rite.read', async () => {
      await taking(9_000)();
      throw new Error('gone');
    });
    await expect(failing).rejects.toThrow('gone');
    await telemetry[Symbol.asyncDispose]();
    expect(recorded).toEqual([
      { operation: 'post.generate', durationMs: 5_001, at: 1_005_000 },
      { operation: 'rite.read', durationMs: 9_000, at: 1_010_001 },
    ]);
    expect(log).toHaveLength(2);
    expect(log[0]).toContain('slow operation');
  });

  test('is not held up by the performance log, which may fail', async () => {
    const record = Promise.withResolvers<void>();
    const { telemetry, taking, log } = telemetryOf({
      performanceLog: { record: () => record.promise },
    });
    expect(await telemetry.timed('job', taking(6_000))).toBe(6_000);
    record.reject(new Error('database is locked'));
    await telemetry[Symbol.asyncDispose]();
    expect(log.join()).toContain('performance log failed');
  });
});
