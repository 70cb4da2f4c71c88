import { createHash, randomUUID } from 'node:crypto';
import type { APIAttachment } from 'discord-api-types/v10';

/** A link to an attachment works this long; then it answers 404 until the message is fetched again. */
const LINK_LIFETIME_MS = 86_400_000;

/** A file as it came off the wire, or as a person picked it for an attachment option. */
export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A file inside a message. */
export interface Attachment {
  readonly id: string;
  /** ASCII only, as in the link; the name it was sent under is `title`. */
  readonly filename: string;
  readonly title: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  readonly description: string | undefined;
  readonly bytes: Buffer;
  /** Signed when read, good for a day of the sandbox clock. */
  readonly url: string;
}

/** The files of all messages, behind signed links that expire, as on cdn.discordapp.com. */
export class AttachmentStore {
  /** `http://host:port`, known once the server listens. */
  origin = '';
  readonly #now: () => number;
  readonly #files = new Map<string, Attachment>();
  readonly #secret = randomUUID();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(
    channelId: string,
    id: string,
    upload: Upload,
    description: string | undefined,
    name = upload.name,
  ): Attachment {
    const filename = toAscii(name);
    const path = `/attachments/${channelId}/${id}/${filename}`;
    const sign = () => this.#sign(path);
    const attachment: Attachment = {
      id,
      filename,
      title: name,
      contentType: upload.contentType,
      size: upload.bytes.length,
      description,
      bytes: upload.bytes,
      get url() {
        return sign();
      },
    };
    this.#files.set(path, attachment);
    return attachment;
  }

  /** The file a link stands for; undefined when the link is forged, altered or too old. */
  open(url: URL): Attachment | undefined {
    const expires = url.searchParams.get('ex') ?? '';
    const issued = url.searchParams.get('is') ?? '';
    const valid = url.searchParams.get('hm') === this.#digest(url.pathname, expires, issued);
    if (!valid || Number.parseInt(expires, 16) * 1000 < this.#now()) return undefined;
    return this.#files.get(url.pathname);
  }

  #sign(path: string): string {
    const issued = Math.floor(this.#now() / 1000);
    const is = issued.toString(16);
    const ex = (issued + LINK_LIFETIME_MS / 1000).toString(16);
    return `${this.origin}${path}?ex=${ex}&is=${is}&hm=${this.#digest(path, ex, is)}`;
  }

  #digest(path: string, ex: string, is: string): string {
    return createHash('sha256').update([this.#secret, path, ex, is].join('|')).digest('hex');
  }
}

export function toApiAttachment(attachment: Attachment, ephemeral: boolean): APIAttachment {
  const { url } = attachment;
  return {
    id: attachment.id,
    filename: attachment.filename,
    ...(attachment.title === attachment.filename ? {} : { title: attachment.title }),
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    content_type: attachment.contentType,
    size: attachment.size,
    url,
    proxy_url: url,
    ...(ephemeral ? { ephemeral: true } : {}),
  };
}

/** Discord keeps only plain characters in a file's name. What is left of an all-Korean name is our guess. */
export function toAscii(name: string): string {
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  const clean = (text: string) => text.replace(/\s/g, '_').replace(/[^\w.-]/g, '');
  return `${clean(stem) || 'unknown'}${clean(extension)}`;
}
