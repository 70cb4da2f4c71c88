import { describe, expect, it } from 'vitest';
import type { SettingsChange } from '../../src/posts/approval/guild-settings.ts';
import { NOW } from './make-post.ts';
import { Stage } from './stage.ts';

const EVENT = { event: 'event-47' };

describe('/post in a server that has chosen its defaults', () => {
  it('makes what the server has chosen where the person has chosen nothing', async () => {
    await using stage = await choosing({ defaultTheme: 'paper', defaultSize: 'portrait' });
    await (await stage.minji.command('post lineup', EVENT)).reply();
    expect(stage.posts.requests).toMatchObject([{ theme: 'paper', size: 'portrait' }]);
  });

  it('makes what the person has chosen', async () => {
    await using stage = await choosing({
      defaultTheme: 'paper',
      defaultSize: 'portrait',
      language: 'en',
    });
    const chosen = { theme: 'neon', size: 'story', language: 'ko' };
    await (await stage.minji.command('post lineup', { ...EVENT, ...chosen })).reply();
    expect(stage.posts.requests).toMatchObject([chosen]);
  });

  it('leaves the theme to the brand and makes squares where nobody has chosen', async () => {
    await using stage = await choosing({});
    await (await stage.minji.command('post lineup', EVENT)).reply();
    expect(stage.posts.requests).toMatchObject([{ theme: undefined, size: 'square' }]);
  });

  it('speaks the language of the server to everybody, and the person’s to the person', async () => {
    await using stage = await choosing({ language: 'en' });
    const message = await (await stage.minji.command('post lineup', EVENT)).reply();
    expect(stage.posts.requests).toMatchObject([{ language: 'en' }]);
    expect(message.content).toContain('· Line-up');
    const redone = await stage.minji.click(message, 'redo');
    expect((await redone.nextFollowUp()).content).toMatch(/\p{Script=Hangul}/u);
    expect(message.content).toContain('· Line-up');
  });

  it('answers all the same while the settings cannot be read', async () => {
    await using stage = await choosing({ defaultTheme: 'paper' });
    const settingsOf = () => Promise.reject(new Error('The table is locked'));
    const { changeSettings } = stage.stores.settings;
    await stage.restart({ settings: { settingsOf, changeSettings } });
    const message = await (await stage.minji.command('post lineup', EVENT)).reply();
    expect(message.attachments).toHaveLength(1);
    expect(await stage.logged('settings not read')).toMatchObject({ guildId: stage.guild.id });
  });

  it('does not wait long for them', async () => {
    await using stage = await choosing({ language: 'en' });
    const never = Promise.withResolvers<never>();
    const { changeSettings } = stage.stores.settings;
    await stage.restart({ settings: { settingsOf: () => never.promise, changeSettings } });
    const message = await (await stage.minji.command('post lineup', EVENT)).reply();
    expect(message.content).toContain('· 라인업');
    expect(await stage.logged('settings not read in time')).toBeDefined();
  });
});

async function choosing(change: SettingsChange): Promise<Stage> {
  const stage = await Stage.open();
  const by = { userId: stage.minji.id, at: NOW };
  await stage.stores.settings.changeSettings(stage.guild.id, change, by);
  return stage;
}
