import type { IncomingMessage } from 'node:http';
import type { Upload } from './attachment.ts';
import { DiscordError } from './discord-error.ts';

export interface ParsedBody {
  /** The JSON, or `payload_json` of a form; undefined when nothing was sent. */
  readonly json: unknown;
  /** `files[0]`, `files[1]`…, in the order of their numbers. */
  readonly files: readonly Upload[];
}

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads a JSON body or a form with files. Throws DiscordError 50109 when it is neither. */
export async function parseBody(contentType: string, bytes: Buffer): Promise<ParsedBody> {
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (contentType.startsWith('multipart/form-data')) return parseForm(contentType, bytes);
  return { json: parseJson(bytes.toString('utf8')), files: [] };
}

async function parseForm(contentType: string, bytes: Buffer): Promise<ParsedBody> {
  // Node's own fetch classes read multipart, so no parser is needed.
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  const files: { readonly slot: number; readonly upload: Upload }[] = [];
  let json: unknown;
  for (const [key, value] of form) {
    const slot = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (key === 'payload_json') {
      json = parseJson(typeof value === 'string' ? value : await value.text());
    } else if (slot !== undefined && typeof value !== 'string') {
      const upload = {
        name: value.name,
        contentType: value.type || 'application/octet-stream',
        bytes: Buffer.from(await value.arrayBuffer()),
      };
      files.push({ slot: Number(slot), upload });
    }
  }
  files.sort((a, b) => a.slot - b.slot);
  return { json, files: files.map((file) => file.upload) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DiscordError(400, 50109, 'The request body contains invalid JSON.');
  }
}
