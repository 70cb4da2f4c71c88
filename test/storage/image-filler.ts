// Stores a small picture and a large one, and prints how the large one fared and what there is afterwards.
import { readdirSync } from 'node:fs';
import { ImageStoreError } from '../../src/posts/image-store.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';

const [, , directory = ''] = process.argv;
const store = new ImageFiles({ directory });
const small = await store.put(Buffer.alloc(1_000, 'small'));
const error: unknown = await store.put(Buffer.alloc(1_000_000, 'large')).catch((cause) => cause);
const names = readdirSync(directory, { recursive: true }).map(String);
const smallIsKept = (await store.get(small)) !== undefined;
process.stdout.write(
  JSON.stringify({
    ...(error instanceof ImageStoreError
      ? { failure: error.failure, message: error.message }
      : { error: String(error) }),
    names: names.filter((name) => name.includes('/')),
    smallIsKept,
  }),
);
