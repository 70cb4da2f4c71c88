import { join } from 'node:path';
import type { Logger } from 'pino';
import { DiscordFiles } from './clients/discord-files.ts';
import { RiteClient } from './clients/rite.ts';
import type { Config, Secrets } from './config.ts';
import type { Services } from './discord/command.ts';
import type { Clock } from './events/clock.ts';
import {
  measuredImages,
  measuredPosterStore,
  measuredRenderer,
  measuredRite,
  timedRenderer,
} from './measured.ts';
import { CachedRenderer } from './posters/poster-cache.ts';
import type { Renderer } from './posters/renderer.ts';
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
import { Quota } from './posts/quota.ts';
import { SamplesForUnlinked } from './posts/samples-for-unlinked.ts';
import { designVersion } from './project.ts';
import type { State } from './state.ts';
import { PosterFiles } from './storage/poster-files.ts';
import type { Telemetry } from './telemetry.ts';

export interface ServicesOptions {
  readonly config: Config & { readonly riteUrl: string };
  readonly secrets: Secrets;
  readonly state: State;
  readonly telemetry: Telemetry;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** About 1,000 posters. */
const POSTER_BYTES = 256 * 1024 * 1024;

/** What commands can ask for: the core's services over the edges that this configuration names. */
export function createServices(options: ServicesOptions): Services {
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
  const client = new RiteClient({
    url: config.riteUrl,
    clock,
    logger: logger.child({ part: 'rite' }),
  });
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
  return {
    posts,
    premium,
    downloads,
    drafts: new Drafts({
      ...desk,
      pictures: stores.pictures,
      quota: new Quota({ usage: stores.usage, premium, clock }),
      usage: stores.usage,
    }),
    draftEdits: new DraftEdits(desk),
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
}
