/** One line of the table. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  /** What it is compared with. */
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
  readonly met: string;
}

/** Of ours to the peer's. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

export interface Comparison {
  readonly figure: string;
  readonly ours: number;
  readonly peer: number;
  /** What the peer is. */
  readonly than: string;
  readonly unit: string;
  readonly target?: Target;
}

export function toRow({ figure, ours, peer, than, unit, target }: Comparison): Row {
  const ratio = ours / peer;
  return {
    figure,
    ours: format(ours, unit),
    peer: `${format(peer, unit)}, ${than}`,
    ratio: `${format(ratio)}x`,
    target: target === undefined ? '' : inWords(target),
    met: target === undefined ? '' : isMet(ratio, target) ? 'yes' : '**no**',
  };
}

/** A figure that nothing is compared with. */
export function plainRow(figure: string, ours: number, unit: string): Row {
  return { figure, ours: format(ours, unit), peer: '', ratio: '', target: '', met: '' };
}

export function toTable(rows: readonly Row[]): string {
  const lines = [
    ['figure', 'ours', 'peer or limit', 'ratio', 'target', 'met'],
    ['---', '--:', '---', '--:', '---', '---'],
    ...rows.map(({ figure, ours, peer, ratio, target, met }) => [figure, ours, peer, ratio, target, met]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function inWords(target: Target): string {
  return 'atMost' in target ? `at most ${target.atMost}x` : `at least ${target.atLeast}x`;
}

function isMet(ratio: number, target: Target): boolean {
  return 'atMost' in target ? ratio <= target.atMost : ratio >= target.atLeast;
}

/** Three digits are as many as repeat. */
function format(value: number, unit = ''): string {
  const digits = value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
  return `${digits} ${unit}`.trim();
}
