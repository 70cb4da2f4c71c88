import type { Command, Component, ModalForm } from '../src/discord/command.ts';
import {
  cardCancelButton,
  cardCaptionButton,
  cardCaptionForm,
  cardEventButton,
  rejectReasonButton,
  rejectReasonForm,
} from './approval-buttons.ts';
import { brand } from './brand.ts';
import { brandResetButtons } from './brand-reset-buttons.ts';
import { connect, connectButtons } from './connect.ts';
import { disconnect, disconnectButtons, disconnectInstagramButtons } from './disconnect.ts';
import {
  downloadButton,
  publishButton,
  publishNowButton,
  redoButton,
  scheduleButton,
} from './draft-actions.ts';
import {
  autoCaptionButton,
  captionAgainButton,
  captionButton,
  captionForm,
} from './draft-caption.ts';
import { sizeMenu, themeMenu } from './draft-looks.ts';
import { event } from './event.ts';
import { events } from './events.ts';
import { extrasButton, extrasForm } from './extras-form.ts';
import { help } from './help.ts';
import { noticeButtons } from './notice-buttons.ts';
import { post } from './post.ts';
import { posts } from './posts.ts';
import { postsDeleteButtons, postsPageButtons } from './posts-buttons.ts';
import { privacy, privacyButtons } from './privacy.ts';
import { schedule } from './schedule.ts';
import { askButton, planButtons, planListButtons, whenForm } from './schedule-buttons.ts';
import { campaignButtons, campaignMoveButton, campaignMoveForm } from './schedule-campaign.ts';
import { settings } from './settings.ts';
import { stats } from './stats.ts';

/** Everything that can be typed. */
export const commands: readonly Command[] = [
  post,
  posts,
  schedule,
  events,
  event,
  brand,
  connect,
  disconnect,
  settings,
  privacy,
  stats,
  help,
];

/** Everything that can be clicked under our messages. */
export const components: readonly Component[] = [
  themeMenu,
  sizeMenu,
  captionButton,
  captionAgainButton,
  autoCaptionButton,
  redoButton,
  downloadButton,
  scheduleButton,
  planButtons,
  askButton,
  planListButtons,
  campaignButtons,
  campaignMoveButton,
  publishButton,
  publishNowButton,
  noticeButtons,
  cardCancelButton,
  cardCaptionButton,
  cardEventButton,
  rejectReasonButton,
  postsPageButtons,
  postsDeleteButtons,
  brandResetButtons,
  extrasButton,
  connectButtons,
  disconnectButtons,
  disconnectInstagramButtons,
  privacyButtons,
];

/** Everything that can be sent off. */
export const modals: readonly ModalForm[] = [
  cardCaptionForm,
  rejectReasonForm,
  captionForm,
  extrasForm,
  whenForm,
  campaignMoveForm,
];
