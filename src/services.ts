import { join } from 'node:path';
import type { Logger } from 'pino';
import { DiscordFiles } from './clients/discord-files.ts';
import { NoRite } from './clients/no-rite.ts';
import { RiteClient } from './clients/rite.ts';
import type { Config, Secrets } from './config.ts';
import type { Services } from './discord/command.ts';
import { DiscordCalendar } from './discord/scheduled-event-board.ts';
import type { Clock } from './events/clock.ts';
import { createInstagram, type Instagram } from './instagram.ts';
import type { DailyWorks } from './jobs.ts';
import {
  measuredImages,
  measuredPosterStore,
  measuredRenderer,
  measuredRite,
  timedRenderer,
} from './measured.ts';
import { CachedRenderer } from './posters/poster-cache.ts';
import type { Renderer } from './posters/renderer.ts';
import { Campaigns } from './posts/approval/campaigns.ts';
import { Scheduling } from './posts/approval/scheduling.ts';
import { BrandService } from './posts/brand-service.ts';
import { DraftEdits } from './posts/draft-edits.ts';
import { Drafts } from './posts/drafts.ts';
import { ExtrasService } from './posts/extras-service.ts';
import { LinkedOrganizers } from './posts/linked-organizers.ts';
import { OrganizerLinking } from './posts/organizer-linking.ts';
import { OrganizerMap } from './posts/organizer-map.ts';
import { PostService } from './posts/post-service.ts';
import { Premium } from './posts/premium.ts';
import { PrivacyService } from './posts/privacy-service.ts';
import { FactChecker } from './posts/publishing/fact-checker.ts';
import { factWatch } from './posts/publishing/fact-watch.ts';
import { readInsights } from './posts/publishing/insight-reading.ts';
import type { Publisher } from './posts/publishing/publisher.ts';
import { Quota } from './posts/quota.ts';
import { SamplesForUnlinked } from './posts/samples-for-unlinked.ts';
import { ScheduledEvents } from './posts/scheduled-events.ts';
import { designVersion } from './project.ts';
import { createPublisher, NO_KEYS } from './publishing.ts';
import type { State } from './state.ts';
import { PosterFiles } from './storage/poster-files.ts';
import type { Telemetry } from './telemetry.ts';

export interface ServicesOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly state: State;
  readonly telemetry: Telemetry;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
  readonly stopwatch?: () => number;
  readonly logger: Logger;
}

/** About 1,000 posters. */
const POSTER_BYTES = 256 * 1024 * 1024;

/** What commands can ask for, what publishes, and the daily work that needs either. */
export interface Parts {
  readonly services: Services & { readonly scheduling: Scheduling; readonly drafts: Drafts };
  readonly instagram: Instagram;
  readonly publisher: Publisher;
  readonly works: DailyWorks;
}

/** The core's services over the edges that this configuration names. */
export function createParts(options: ServicesOptions): Parts {
  const { config, secrets, state, telemetry, clock, logger } = options;
  const { stores } = state;
  const onStoreError = (error: unknown) => logger.error({ err: error }, 'store failed');
  const renderer = new CachedRenderer({
    renderer: measuredRenderer(options.renderer, telemetry),
    store: measuredPosterStore(
      new PosterFiles({ directory: join(config.dataDir, 'posters'), maxBytes: POSTER_BYTES }),
      telemetry,
    ),
    designVersion: designVersion(),
    onStoreError: (error) => logger.warn({ err: error }, 'poster cache failed'),
  });
  const { riteUrl: url } = config;
  const riteOptions = { clock, logger: logger.child({ part: 'rite' }) };
  const client = url === undefined ? new NoRite() : new RiteClient({ ...riteOptions, url });
  const rite = measuredRite(client, telemetry, clock);
  const images = measuredImages(state.images, telemetry);
  const operatorLinks = new OrganizerMap(secrets.organizers);
  const organizerLinks = new LinkedOrganizers({
    connections: stores.connections,
    seal: state.vault,
    operatorLinks,
    onUnreadable: (guildId, failure) => logger.warn({ guildId, failure }, 'link cannot be opened'),
  });
  // Servers that are linked to nobody try everything on samples.
  const samples = new SamplesForUnlinked({ eventSource: rite, organizerLinks, clock });
  const source = { eventSource: samples, organizerLinks: samples, clock };
  const { hashtagLimit } = config;
  const posts = new PostService({
    ...source,
    brands: stores.brands,
    extras: stores.extras,
    renderer,
    hashtagLimit,
    onStoreError,
  });
  const premium = new Premium({ grants: stores.premium, skuId: config.premiumSkuId, clock });
  const desk = {
    posts,
    store: stores.posts,
    images,
    brands: stores.brands,
    audit: stores.audit,
    renderer,
    clock,
    hashtagLimit,
    telemetry,
    onStoreError,
  };
  const downloads = new DiscordFiles({ api: config.discordApiUrl });
  const drafts = new Drafts({
    ...desk,
    pictures: stores.pictures,
    quota: new Quota({ usage: stores.usage, premium, clock }),
    usage: stores.usage,
  });
  const draftEdits = new DraftEdits(desk);
  const instagram = createInstagram({
    ...options,
    logger: logger.child({ part: 'instagram' }),
  });
  const scheduling = new Scheduling({
    schedules: stores.schedules,
    posts: stores.posts,
    settings: stores.settings,
    accounts: stores.instagramAccounts,
    premium,
    publicUrl: config.web.publicUrl,
    timing: config.publish,
    clock,
  });
  const facts = new FactChecker({
    // Nothing that was remembered: what counts is what is true at the moment of publishing.
    eventSource:
      url === undefined
        ? client
        : measuredRite(new RiteClient({ ...riteOptions, url, cacheMs: 0 }), telemetry, clock),
    organizerLinks,
    extras: stores.extras,
    settings: stores.settings,
    edits: draftEdits,
    onFailed: (what, { guildId, id: postId }, error) =>
      logger.warn({ what, guildId, postId, err: error }, 'facts of a post'),
  });
  const publisher = createPublisher({
    ...options,
    instagram: instagram.graph,
    facts,
    logger: logger.child({ part: 'publishing' }),
  });
  const scheduledEvents = new ScheduledEvents({
    posts,
    store: stores.scheduledEvents,
    board: new DiscordCalendar({ token: secrets.discordToken ?? '', api: config.discordApiUrl }),
    settings: stores.settings,
    clock,
    onFailed: ({ guildId, eventId }, error) =>
      logger.warn({ guildId, eventId, err: error }, 'scheduled event of Discord'),
  });
  const services = {
    posts,
    premium,
    downloads,
    drafts,
    draftEdits,
    settings: stores.settings,
    rejections: stores.schedules,
    instagram: instagram.linking,
    scheduling,
    campaigns: new Campaigns({ drafts, scheduling }),
    stats: stores.insights,
    scheduledEvents,
    brands: new BrandService({
      eventSource: rite,
      organizerLinks,
      clock,
      brands: stores.brands,
      downloads,
      renderer: timedRenderer(renderer, telemetry, 'brand.preview'),
    }),
    extras: new ExtrasService({ ...source, extras: stores.extras }),
    linking: new OrganizerLinking({
      proofs: rite,
      linkCodes: stores.linkCodes,
      connections: stores.connections,
      audit: stores.audit,
      seal: state.vault,
      operatorLinks,
      clock,
    }),
    privacy: new PrivacyService({
      personalData: stores.personalData,
      audit: stores.audit,
      pictures: stores.pictures,
      images,
      telemetry,
      clock,
      onFailed: (what, error) => logger.warn({ what, err: error }, 'not deleted yet'),
    }),
  };
  const works = {
    'instagram-tokens': instagram.tokenCare,
    insights: readInsights({
      insights: stores.insights,
      accounts: stores.instagramAccounts,
      seal: state.vault ?? NO_KEYS,
      instagram: instagram.graph,
      clock,
      onFailed: ({ guildId, postId }, failure) =>
        logger.warn({ guildId, postId, failure }, 'insights not read'),
    }),
    'fact-watch': factWatch({
      schedule: stores.schedules,
      publications: stores.publications,
      posts: stores.posts,
      facts,
      // A worker without a token does not speak with Discord.
      ...(secrets.discordToken === undefined ? {} : { scheduledEvents }),
      clock,
      onFailed: (about, error) => logger.warn({ about, err: error }, 'facts not looked at'),
    }),
  };
  return { services, instagram, publisher, works };
}
