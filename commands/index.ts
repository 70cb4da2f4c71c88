import type { Command, Component, ModalForm } from '../src/discord/command.ts';
import { brand } from './brand.ts';
import { brandResetButtons } from './brand-reset-buttons.ts';
import { connect, connectButtons } from './connect.ts';
import { disconnect, disconnectButtons } from './disconnect.ts';
import { downloadButton, publishButton, redoButton, scheduleButton } from './draft-actions.ts';
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
import { post } from './post.ts';
import { posts } from './posts.ts';
import { postsDeleteButtons, postsPageButtons } from './posts-buttons.ts';
import { privacy, privacyButtons } from './privacy.ts';

/** Everything that can be typed. */
export const commands: readonly Command[] = [
  post,
  posts,
  events,
  event,
  brand,
  connect,
  disconnect,
  privacy,
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
  publishButton,
  postsPageButtons,
  postsDeleteButtons,
  brandResetButtons,
  extrasButton,
  connectButtons,
  disconnectButtons,
  privacyButtons,
];

/** Everything that can be sent off. */
export const modals: readonly ModalForm[] = [captionForm, extrasForm];
