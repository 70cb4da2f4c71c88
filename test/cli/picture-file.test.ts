import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pageFiles, writePictures } from '../../src/cli/picture-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
afterAll(() => rm(folder, { recursive: true }));

describe('pageFiles', () => {
  it.each([
    ['a.jpg', 1, ['a.jpg']],
    ['a.jpg', 2, ['a-1.jpg', 'a-2.jpg']],
    ['out/a.b.jpeg', 2, ['out/a.b-1.jpeg', 'out/a.b-2.jpeg']],
    ['out.d/poster', 2, ['out.d/poster-1', 'out.d/poster-2']],
  ])('%s for %i', (path, count, files) => {
    expect(pageFiles(path, count)).toEqual(files);
  });
});

describe('writePictures', () => {
  it('writes all or nothing', async () => {
    const [first, second] = [join(folder, 'a-1.jpg'), join(folder, 'none', 'a-2.jpg')];
    await writeFile(first, 'before');
    const pictures = [first, second].map((path) => ({ path, bytes: Buffer.from('after') }));
    await expect(writePictures(pictures)).rejects.toThrow(
      `${second} cannot be written: its folder does not exist`,
    );
    expect(await readFile(first, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['a-1.jpg']);
  });
});
