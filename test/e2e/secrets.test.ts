import { expect, it } from 'vitest';
import { Bot, secretsIn } from './bot.ts';

const EVENT = 'seoulunderground47';

it('the search for secrets finds one that stands in a log, and no number inside another', () => {
  const log = JSON.stringify([
    { guildId: '158307629910120001', error: 'no such riteorganizerdemo' },
  ]);
  expect(secretsIn(log, ['riteorganizerdemo', '9101', 'demo'])).toEqual(['riteorganizerdemo']);
  expect(secretsIn(JSON.stringify({ guests: 9101 }), ['9101'])).toEqual(['9101']);
});

// What must not be seen anywhere is looked for when the bot is torn down.
it('a server signs in and publishes through every kind of failure, and no secret of it is seen', async () => {
  await using bot = await Bot.start();
  const { instagram, organizer, minji } = bot;
  const channel = await bot.approvalChannel();
  // The person says no, comes back with somebody else's address, and meets a page in the place of a token.
  const browser = bot.browser();
  const link = await bot.signInLink();
  await browser.open(await instagram.deny(await browser.setOut(link)));
  await browser.open(`${bot.publicUrl}/instagram/callback?state=x&code=y`);
  instagram.fault({ kind: 'html', call: 'exchange', times: 1 });
  await expect(bot.connectInstagram()).rejects.toThrow('Not connected');
  const account = await bot.connectInstagram({ username: 'club.jihasil' });

  const reply = await bot.post('lineup', EVENT);
  const question = await (await minji.click(reply, 'publish')).reply();
  await (await minji.click(question, 'publish-now')).reply();
  const card = await organizer.in(channel).waitForMessage(({ channelId, attachments }) => {
    return channelId === channel.id && attachments.length > 0;
  });
  instagram.fault({ kind: 'html', call: 'create', times: 1 });
  instagram.fault({ kind: 'unreadable', call: 'status', times: 1 });
  instagram.fault({ kind: 'reset', afterEffect: true, call: 'media_publish', times: 1 });
  await organizer.in(channel).react(card, '✅');
  await bot.until(() => instagram.livePosts.length > 0);
  await bot.restart();
  const [live] = instagram.livePosts;
  await bot.until(() =>
    minji.directMessages.some(({ content }) => content.includes(String(live?.permalink))),
  );
  instagram.fault({ kind: 'token', subcode: 460 });
  await (await organizer.command('connect status')).reply();
  await instagram.deauthorize(account, `${bot.publicUrl}/instagram/deauthorize`);
  const wrong = await bot.http(`/instagram/connect/${link.slice(link.lastIndexOf('/') + 1)}`);
  expect(wrong.status).toBe(410);
  expect(instagram.livePosts).toHaveLength(1);
  // Something was looked for.
  expect(instagram.secrets.length).toBeGreaterThan(3);
});
