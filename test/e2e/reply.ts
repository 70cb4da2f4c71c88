import type { Message } from '../../sandbox/discord/index.ts';

/** What stands in the block to copy. */
export function captionOf({ content }: Message): string {
  return /```\n(.*)\n```/s.exec(content)?.[1] ?? '';
}

export function pictureOf({ attachments }: Message): Buffer {
  const [picture] = attachments;
  if (!picture) throw new Error('The message has no picture');
  return picture.bytes;
}

export function themesOf({ components }: Message) {
  const menu = components.find((row) => JSON.stringify(row).includes('"theme:'));
  const options = [...JSON.stringify(menu ?? {}).matchAll(/"value":"(\w+)"[^}]*"default":(\w+)/g)];
  return {
    offered: options.map(([, theme]) => theme),
    present: options.filter(([, , present]) => present === 'true').map(([, theme]) => theme),
  };
}
