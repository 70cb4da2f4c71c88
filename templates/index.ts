import type { TemplateName } from '../src/events/event.ts';
import type { Template } from '../src/posters/template.ts';
import { announcement } from './announcement.ts';
import { countdown } from './countdown.ts';
import { lineup } from './lineup.ts';

/** The list of designs; a missing one is a type error. */
export const templates = { announcement, lineup, countdown } satisfies Record<
  TemplateName,
  Template
>;
