import {
  GUTTER,
  HANDLE_SIZE,
  LEADING,
  type LineupSheet,
  MARGIN,
  MEASURE,
  type Picture,
  type Row,
  TIME_EMS,
} from './lineup-sheet.ts';

export type Style = Readonly<Record<string, string | number>>;

/** A box with boxes in it, or with text, or a picture; each engine that knows CSS has its own way to write it. */
export type Box =
  | { readonly style: Style; readonly children: readonly Box[] | string }
  | { readonly style: Style; readonly picture: string };

/** The line-up as flex boxes, for satori and takumi alike; on pictures, or on a gradient where there are none. */
export function lineupTree(sheet: LineupSheet, pictures: readonly Picture[]): Box {
  const { from, to } = sheet.colors;
  const ground: Style =
    pictures.length > 0
      ? { backgroundColor: from }
      : { backgroundImage: `linear-gradient(160deg, ${from}, ${to})` };
  return box({ position: 'relative', width: '100%', height: '100%', ...ground }, [
    ...pictures.map(({ source, box: { x: left, y: top, width, height } }) => ({
      style: { position: 'absolute', left, top, width, height },
      picture: source,
    })),
    textTree(sheet),
  ]);
}

function textTree(sheet: LineupSheet): Box {
  const { colors } = sheet;
  const rule = { borderTop: `3px solid ${colors.ink}` };
  return {
    style: {
      display: 'flex',
      // What is placed is painted over what is not: without this the pictures would lie on the text.
      position: 'absolute',
      left: 0,
      top: 0,
      flexDirection: 'column',
      boxSizing: 'border-box',
      width: '100%',
      height: '100%',
      padding: `70px ${MARGIN}px 66px`,
      color: colors.ink,
      fontFamily: 'Pretendard',
    },
    children: [
      between({ fontSize: 34, fontWeight: 600 }, [text(sheet.date, {}), text(sheet.hours, {})]),
      box({ ...rule, marginTop: 24, marginBottom: 28 }, []),
      text(sheet.title, {
        fontSize: sheet.titleSize,
        fontWeight: 800,
        lineHeight: LEADING,
        letterSpacing: -0.035 * sheet.titleSize,
        wordBreak: 'keep-all',
        marginBottom: 28,
      }),
      box(
        { flexGrow: 1, gap: GUTTER, marginBottom: 20 },
        sheet.columns.map((rows) =>
          box(
            { flexDirection: 'column', flexGrow: 1, flexBasis: 0 },
            rows.map((row) => rowTree(row, sheet)),
          ),
        ),
      ),
      between({ ...rule, paddingTop: 20 }, [
        text(sheet.venue, { fontSize: 36, fontWeight: 600 }),
        text(sheet.address, { fontSize: 29, fontWeight: 500, color: colors.muted }),
      ]),
    ],
  };
}

function rowTree(row: Row, { colors, smallSize, columns }: LineupSheet): Box {
  const { nameSize } = row;
  const small = { fontSize: smallSize, fontWeight: 500, color: colors.muted, flexShrink: 0 };
  const timeWidth = smallSize * TIME_EMS;
  const width = (MEASURE - GUTTER * (columns.length - 1)) / columns.length;
  return box(
    {
      alignItems: 'center',
      flexGrow: 1,
      flexBasis: 0,
      borderTop: `1.5px solid ${colors.ink}47`,
    },
    [
      text(row.time, { ...small, width: timeWidth }),
      text(row.name, {
        fontSize: nameSize,
        fontWeight: 800,
        letterSpacing: -0.025 * nameSize,
        flexGrow: 1,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        maxWidth: width - timeWidth,
      }),
      ...(row.handle === ''
        ? []
        : [text(row.handle, { ...small, fontSize: HANDLE_SIZE, paddingLeft: 28 })]),
    ],
  );
}

function box(style: Style, children: readonly Box[]): Box {
  return { style: { display: 'flex', ...style }, children };
}

function between(style: Style, children: readonly Box[]): Box {
  return box({ justifyContent: 'space-between', alignItems: 'baseline', ...style }, children);
}

function text(words: string, style: Style): Box {
  return { style, children: words };
}
