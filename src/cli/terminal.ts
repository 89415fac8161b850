import { styleText } from 'node:util';
import { type Log, withLevel } from '../log.ts';
import type { LogLevel } from '../settings/schema.ts';

type Color = Parameters<typeof styleText>[0];

/** Where a person reads along. */
export interface Terminal {
  readonly log: Log;
  /** Draws a bar on a terminal; says nothing elsewhere, where the log's lines are the progress. */
  readonly progress: (done: number, total: number) => void;
  /** Removes the bar. */
  readonly close: () => void;
}

const BAR_WIDTH = 30;
const CLEAR_LINE = '\r\x1b[K';

/** The log on standard error, with the progress bar below it while there is one. */
export function openTerminal(level: LogLevel, stream: NodeJS.WriteStream = process.stderr): Terminal {
  let bar = '';
  const draw = (line: string) => stream.write(`${bar === '' ? '' : CLEAR_LINE}${line}${bar}`);
  const write = (color: Color, word: string) => (message: string) => {
    draw(`${colorize(color, word, stream)} ${message}\n`);
  };
  return {
    log: withLevel(
      {
        error: write('red', 'error'),
        warn: write('yellow', 'warn '),
        info: write('green', 'info '),
        debug: write('gray', 'debug'),
      },
      level,
    ),
    progress: (done, total) => {
      if (!stream.isTTY) return;
      const filled = Math.round((done / total) * BAR_WIDTH);
      stream.write(bar === '' ? '' : CLEAR_LINE);
      bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${done}/${total}`;
      stream.write(bar);
    },
    close: () => {
      if (bar !== '') stream.write(CLEAR_LINE);
      bar = '';
    },
  };
}

/** Colour where a person looks: on a terminal, and never with `NO_COLOR`. */
export function colorize(color: Color, text: string, stream: NodeJS.WriteStream): string {
  return styleText(color, text, { stream });
}

/** Rows of text as columns. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Ctrl+C, `kill`, a window that is closed, and Ctrl+Break, which only Windows has. */
const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** Aborts at the first of `INTERRUPTIONS`; a second one ends the process. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of INTERRUPTIONS) process.once(name, () => controller.abort());
  return controller.signal;
}
