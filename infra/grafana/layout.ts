import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

type Placed = dashboard.Panel | dashboard.RowPanel;

const COLUMNS = 24;

/**
 * Panels from left to right in lines, the last of a line as wide as what is left of it, and numbered, since Grafana's links
 * go by numbers. A folded row takes one line.
 */
export function laidOut(panels: readonly Placed[]): Placed[] {
  let id = 0;
  const number = <T extends Placed>(panel: T): T => ({ ...panel, id: ++id });
  return inLines(panels.map(withRowsWide), 0).map((panel) => {
    const placed = number(panel);
    if (!('panels' in placed)) return placed;
    return { ...placed, panels: inLines(placed.panels, (placed.gridPos?.y ?? 0) + 1).map(number) };
  });
}

function withRowsWide(panel: Placed): Placed {
  return 'panels' in panel ? { ...panel, gridPos: { x: 0, y: 0, w: COLUMNS, h: 1 } } : panel;
}

function inLines<T extends Placed>(panels: readonly T[], top: number): readonly T[] {
  let y = top;
  return linesOf(panels).flatMap((line) => {
    let x = 0;
    const placed = line.map((panel, index) => {
      const { w, h } = sizeOf(panel);
      const gridPos = { x, y, w: index === line.length - 1 ? COLUMNS - x : w, h };
      x += w;
      return { ...panel, gridPos };
    });
    y += Math.max(...line.map((panel) => sizeOf(panel).h));
    return placed;
  });
}

function linesOf<T extends Placed>(panels: readonly T[]): readonly (readonly T[])[] {
  const lines: T[][] = [];
  let left = 0;
  for (const panel of panels) {
    const { w } = sizeOf(panel);
    if (w > left) {
      lines.push([]);
      left = COLUMNS;
    }
    lines.at(-1)?.push(panel);
    left -= w;
  }
  return lines;
}

function sizeOf({ gridPos }: Placed): { readonly w: number; readonly h: number } {
  return gridPos ?? { w: COLUMNS, h: 1 };
}
