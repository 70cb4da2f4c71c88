import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { ApprovalStage, MANAGE_SERVER } from './approval-stage.ts';

const SEES_AND_WRITES = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;

async function opened() {
  const on = await ApprovalStage.open();
  const boss = on.stage.guild.addMember({
    username: 'boss',
    locale: 'ko',
    permissions: MANAGE_SERVER,
  });
  return { on, boss };
}

describe('/settings', () => {
  it('names the permissions that are missing in the chosen channel, and saves the choice', async () => {
    const { on, boss } = await opened();
    await using _ = on;
    const narrow = on.stage.guild.createChannel({ name: '좁은', botPermissions: SEES_AND_WRITES });
    const reply = await (await boss.command('settings approval', { channel: narrow.id })).reply();
    expect(reply.content).toContain(`승인 채널: **<#${narrow.id}>**`);
    expect(reply.content).toContain(
      `<#${narrow.id}>에서 봇에게 없는 권한: **파일 첨부, 링크 첨부, 메시지 기록 보기, 반응 추가하기**`,
    );
    const checked = await (await boss.command('settings check')).reply();
    expect(checked.content).toContain('반응 추가하기');
    const settings = await on.stage.stores.settings.settingsOf(on.stage.guild.id);
    expect(settings.approvalChannelId).toBe(narrow.id);
  });

  it('finds deleted channels and roles', async () => {
    const { on, boss } = await opened();
    await using _ = on;
    expect((await (await boss.command('settings check')).reply()).content).toContain('✅');
    on.stage.guild.deleteChannel(on.channel);
    on.stage.guild.deleteRole(on.approverRole);
    await expect
      .poll(async () => (await (await boss.command('settings check')).reply()).content)
      .toMatch(/채널이 삭제되었습니다[\s\S]*승인 역할[\s\S]*1개가 삭제되었습니다/);
  });

  it('adds and takes away roles, and refuses everybody', async () => {
    const { on, boss } = await opened();
    await using _ = on;
    const { guild, stores } = on.stage;
    const role = guild.createRole({ name: '기획' });
    await (await boss.command('settings approvers', { add: role.id })).reply();
    expect((await stores.settings.settingsOf(guild.id)).approverRoleIds).toEqual([
      on.approverRole.id,
      role.id,
    ]);
    const refused = await (await boss.command('settings approvers', { add: guild.id })).reply();
    expect(refused.content).toContain('@everyone');
    await (await boss.command('settings approvers', { remove: role.id })).reply();
    await (await boss.command('settings schedulers', { add: role.id })).reply();
    const after = await stores.settings.settingsOf(guild.id);
    expect(after.approverRoleIds).toEqual([on.approverRole.id]);
    expect(after.schedulerRoleIds).toEqual([role.id]);
  });

  it('keeps defaults, takes one back, and says what is chosen when nothing is given', async () => {
    const { on, boss } = await opened();
    await using _ = on;
    const saved = await (
      await boss.command('settings defaults', { theme: 'paper', unchecked: 'hold' })
    ).reply();
    expect(saved.content).toContain('기본 테마: **페이퍼**');
    expect(saved.content).toContain('보류하고 물어봄');
    const back = await (await boss.command('settings reset', { item: 'theme' })).reply();
    expect(back.content).toContain('기본 테마: **정하지 않음**');
    const nothing = await (await boss.command('settings defaults')).reply();
    expect(nothing.content).toContain('바꿀 항목을 하나 이상');
  });

  it('is for those who manage the server', async () => {
    const { on } = await opened();
    await using _ = on;
    await on.stage.openToEverybody('settings');
    const reply = await (await on.stage.minji.command('settings show')).reply();
    expect(reply.content).toContain('서버 관리');
  });
});
