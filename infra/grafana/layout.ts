import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

type Placed = dashboard.Panel | dashboard.RowPanel;

const COLUMNS = 24;

interface Cursor {
  x: number;
  y: number;
  /** Of the line begun. */
  height: number;
}

/** Panels from left to right in lines, and numbered, since Grafana's links go by numbers. A folded row takes one line. */
export function laidOut(panels: readonly Placed[]): Placed[] {
  const cursor: Cursor = { x: 0, y: 0, height: 0 };
  let id = 0;
  return panels.map((panel) => {
    if (!('panels' in panel)) return { ...place(panel, cursor), id: ++id };
    const row = { ...place({ ...panel, gridPos: { x: 0, y: 0, w: COLUMNS, h: 1 } }, cursor), id: ++id };
    const inner = { x: 0, y: cursor.y + cursor.height, height: 0 };
    return { ...row, panels: panel.panels.map((one) => ({ ...place(one, inner), id: ++id })) };
  });
}

function place<T extends Placed>(panel: T, cursor: Cursor): T {
  const { w, h } = panel.gridPos ?? { w: COLUMNS, h: 1 };
  if (cursor.x + w > COLUMNS) {
    cursor.y += cursor.height;
    cursor.x = 0;
    cursor.height = 0;
  }
  const placed = { ...panel, gridPos: { x: cursor.x, y: cursor.y, w, h } };
  cursor.x += w;
  cursor.height = Math.max(cursor.height, h);
  return placed;
}
