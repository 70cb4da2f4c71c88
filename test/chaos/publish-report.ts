import type { NightFaults } from './publish-night.ts';
import type { PublishWorld } from './publish-world.ts';

const SHOWN = 20;

/** What the control comes to: of its faults only this one says something. */
export function controlReport(
  { kills, people, instagram }: PublishWorld,
  faults: NightFaults,
): string {
  const { duplicates } = faults;
  return `the naive control: ${kills} kills, ${people.nights.length} posts, ${instagram.livePosts.length} live, ${duplicates.length} with more than one live medium\n`;
}

/** The figures of a run, for people. */
export async function publishReport(
  world: PublishWorld,
  { duplicates, lost, wrong }: NightFaults,
  title: string,
): Promise<string> {
  const { instagram, people, complaints } = world;
  const states = Map.groupBy(await world.rows(), ({ state }) => state);
  const asked = instagram.requests.slice(0, world.faultyCalls);
  const faulty = asked.filter(({ fault }) => fault !== undefined);
  const publishes = instagram.requests.filter(({ call }) => call === 'media_publish');
  const doubtful = publishes.filter(({ fault }) => fault !== undefined);
  const containers = Map.groupBy(publishes, ({ form }) => form.creation_id);
  const again = containers
    .values()
    .filter((some) => some.length > 1)
    .toArray();
  const lines = [
    `${title}: ${world.kills} kills (${listed(world.deaths)})`,
    `  ${people.nights.length} posts: ${listed(states, (some) => some.length)}`,
    `  people: ${listed(people.deeds)}`,
    `  ${instagram.requests.length} calls, ${percent(faulty.length, asked.length)} of the first ${asked.length} faulty; ${publishes.length} media_publish, ${doubtful.length} faulty, ${again.length} containers sent again; ${instagram.livePosts.length} live`,
    `  ${duplicates.length} with more than one live medium, ${lost.length} lost, ${wrong.length} falsely published`,
    `  ${complaints.length} unforeseen errors; Instagram was busy for ${Math.round(world.longestDelayMs)} ms at most`,
    ...[...duplicates, ...lost, ...wrong].slice(0, SHOWN).map((fault) => `    ${fault}`),
    ...complaints.slice(0, SHOWN).map((complaint) => `    ${complaint}`),
  ];
  return `${lines.join('\n')}\n`;
}

function listed<T>(map: ReadonlyMap<string, T>, count: (value: T) => unknown = String): string {
  return [...map].map(([name, value]) => `${count(value)} ${name}`).join(', ');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
