import type { Row } from './row.ts';

const WIDTH = 40;

/** Ours and the peer's as bars, each pair by itself. */
export function toChart(rows: readonly Row[]): string {
  return rows
    .flatMap(({ figure, ours, peer, drawn }) => {
      if (drawn === undefined) return [];
      const most = Math.max(...drawn);
      const [own, other] = drawn.map((value) => '#'.repeat(Math.round((value / most) * WIDTH)));
      return [figure, `  ${own} ours, ${ours}`, `  ${other} ${peer}`];
    })
    .join('\n');
}
