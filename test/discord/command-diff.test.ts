import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { diffCommands } from '../../src/discord/command-diff.ts';

const wanted = commands.map(({ data }) => data);
const [post, ...others] = wanted;

/** As Discord returns what it was given: with fields of its own, nulls, and absent defaults. */
function asReturned(command: object): { readonly name: string } {
  const answer = JSON.parse(JSON.stringify(command), (key, value: unknown) =>
    key === 'required' || key === 'autocomplete' ? value || undefined : value,
  );
  return {
    ...answer,
    id: '1',
    application_id: '2',
    version: '3',
    type: 1,
    nsfw: false,
    dm_permission: false,
    default_member_permissions: answer.default_member_permissions ?? null,
    name_localizations: null,
    contexts: [...answer.contexts].reverse(),
    ...(answer.options ? {} : { options: [] }),
  };
}

it('sees no difference in what Discord adds to its answers', () => {
  expect(diffCommands(wanted.map(asReturned), wanted)).toEqual({
    created: [],
    updated: [],
    removed: [],
  });
});

it('names what is new, what changed and what must go', () => {
  const present = [
    { ...asReturned(post ?? {}), description_localizations: { ko: '옛 설명' } },
    asReturned({ name: 'old', description: 'gone', contexts: [0] }),
  ];
  expect(diffCommands(present, wanted)).toEqual({
    created: others.map(({ name }) => name),
    updated: ['post'],
    removed: ['old'],
  });
});

it('sees a choice that changed deep inside a sub-command', () => {
  const changed = JSON.parse(JSON.stringify(wanted).replace('페이퍼', '종이'));
  expect(diffCommands(changed, wanted).updated).toEqual(['post']);
});
