import { templates } from '../../templates/index.ts';
import { readConfig } from '../config.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../events/event.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { Renderer } from '../posters/renderer.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import { Fonts } from '../posters/typesetting/fonts.ts';
import { composePost } from '../posts/compose-post.ts';
import { PostRefusedError } from '../posts/errors.ts';
import { fontsDirectory } from '../project.ts';
import { parseArguments } from './flags.ts';
import { parseMoment } from './moment.ts';
import { readNamedEvent, refusedPost } from './named-event.ts';
import { pageFiles, writePictures } from './picture-file.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot render <template> --event <id or file.json> --out <file.jpg> [options]

Draws one poster, writes it as JPEG and prints one JSON object: template, theme, width, height, files, bytes (of all
files), caption, hashtags, warnings.

  <template>            ${TEMPLATE_NAMES.join(' | ')}
  --event <id|file>     an event id, or a JSON file with what Rite answers as "value" of
                        events:getEventWithCapabilities. Without RITE_URL an id means one of data/samples.
                        A file in the working folder goes before an event of the same name.
  --out <file>          where the JPEG goes; the folder must exist. A line-up too long for one picture has pages, and
                        poster.jpg becomes poster-1.jpg, poster-2.jpg and so on; "files" says which were written
  --theme <name>        ${THEME_NAMES.join(' | ')} (default night)
  --size <name>         ${SIZE_NAMES.join(' | ')} (default square)
  --lang <code>         ${LANGUAGES.join(' | ')} (default ko)
  --now <ISO time>      the moment to count from, e.g. 2026-12-21T20:00+09:00 (default: now). Without an offset a
                        time in Seoul; without a time noon of that day
  --guild <server id>   with RITE_URL: whose organizer to ask as; needed when RITE_ORGANIZERS has several

Exit code 0; 2 for bad input, with the reason on standard error and no file written.
`;

/** Draws one poster without Discord. */
export const render = {
  summary: 'draw one poster to a file',
  help,
  async run(args, { stdout }) {
    const request = readArguments(args);
    const { config, secrets } = readConfig();
    const { warnings, fromFile: _, ...reading } = await readNamedEvent(request, config, secrets);
    const renderer = new Renderer({
      fonts: Fonts.load(fontsDirectory),
      templates,
      concurrency: config.renderConcurrency,
    });
    const { template, theme, size, language, now } = request;
    const { poster, caption } = await composePost(
      { reading },
      { template, theme, size, language },
      { renderer, now, hashtagLimit: config.hashtagLimit },
    ).catch((error: unknown) => {
      throw error instanceof PostRefusedError ? refusedPost(error) : error;
    });
    const files = pageFiles(request.out, poster.pages.length);
    await writePictures(poster.pages.map((bytes, index) => ({ path: files[index] ?? '', bytes })));
    const answer = {
      template,
      theme,
      width: poster.width,
      height: poster.height,
      files,
      bytes: poster.pages.reduce((sum, page) => sum + page.length, 0),
      caption: caption.text,
      hashtags: caption.hashtags,
      warnings: [...warnings, ...poster.warnings, ...caption.warnings],
    };
    stdout.write(`${JSON.stringify(answer)}\n`);
    return 0;
  },
} satisfies Verb;

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArguments(args, {
    event: { type: 'string' },
    out: { type: 'string' },
    theme: { type: 'string', default: 'night' },
    size: { type: 'string', default: 'square' },
    lang: { type: 'string', default: 'ko' },
    now: { type: 'string' },
    guild: { type: 'string' },
  });
  const [template, ...rest] = positionals;
  if (template === undefined)
    throw new UsageError('name a template: announcement, lineup or countdown');
  if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`);
  if (!values.event) throw new UsageError('--event is missing: an event id or a JSON file');
  if (!values.out) throw new UsageError('--out is missing: the file to write');
  return {
    template: oneOf('the template', template, TEMPLATE_NAMES),
    event: values.event,
    out: values.out,
    theme: oneOf('--theme', values.theme, THEME_NAMES),
    size: oneOf('--size', values.size, SIZE_NAMES),
    language: oneOf('--lang', values.lang, LANGUAGES),
    now: values.now === undefined ? Date.now() : parseMoment('--now', values.now),
    guild: values.guild,
  };
}
