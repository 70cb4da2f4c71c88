import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CachedRenderer } from '../../src/posters/poster-cache.ts';
import { Renderer, type RenderRequest } from '../../src/posters/renderer.ts';
import { Fonts } from '../../src/posters/typesetting/fonts.ts';
import { designVersion, fontsDirectory } from '../../src/project.ts';
import { PosterFiles } from '../../src/storage/poster-files.ts';
import { templates } from '../../templates/index.ts';
import type { LineupRequest } from './engine.ts';

export interface Repeated {
  readonly cpuMsPerPoster: number;
  readonly medianMs: number;
}

/** What a poster costs that was drawn before: `CachedRenderer` over files, as the bot has it. */
export async function measureRepeated(
  lineups: readonly LineupRequest[],
  repeats: number,
): Promise<Repeated> {
  const directory = await mkdtemp(join(tmpdir(), 'rite-bot-bench-'));
  try {
    const fonts = Fonts.load(fontsDirectory);
    const renderer = new CachedRenderer({
      renderer: new Renderer({ fonts, templates, concurrency: 1 }),
      store: new PosterFiles({ directory, maxBytes: 1e9 }),
      designVersion: designVersion(),
      onStoreError: (error) => {
        throw error;
      },
    });
    const requests = lineups.map(
      (request): RenderRequest => ({ ...request, template: 'lineup', language: 'ko' }),
    );
    for (let round = 0; round < 5; round++) {
      for (const request of requests) await renderer.render(request);
    }
    const milliseconds: number[] = [];
    const before = process.cpuUsage();
    for (let index = 0; index < repeats; index++) {
      const startedAt = performance.now();
      await renderer.render(requests[index % requests.length] as RenderRequest);
      milliseconds.push(performance.now() - startedAt);
    }
    const { user, system } = process.cpuUsage(before);
    const sorted = milliseconds.sort((a, b) => a - b);
    return {
      cpuMsPerPoster: (user + system) / 1000 / repeats,
      medianMs: sorted[Math.floor(repeats / 2)] ?? Number.NaN,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
