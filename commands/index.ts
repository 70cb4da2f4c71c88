import type { Command, Component } from '../src/discord/command.ts';
import { events } from './events.ts';
import { help } from './help.ts';
import { post } from './post.ts';
import { themeMenu } from './theme-menu.ts';

/** Everything that can be typed. */
export const commands: readonly Command[] = [post, events, help];

/** Everything that can be clicked under our messages. */
export const components: readonly Component[] = [themeMenu];
