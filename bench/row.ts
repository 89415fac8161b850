/** One line of the table. */
export interface Row {
  readonly figure: string;
  readonly ours: string;
  /** What it is compared with. */
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
  readonly met: string;
  /** Whether it is one of the dozen that users ask for. */
  readonly isMain: boolean;
  /** Ours and the peer's, in one unit, where both are drawn. */
  readonly drawn?: readonly [ours: number, peer: number] | undefined;
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
  readonly isMain?: boolean;
  /** In the chart. */
  readonly isDrawn?: boolean;
}

export function toRow({ figure, ours, peer, than, unit, target, isMain = false, isDrawn = false }: Comparison): Row {
  const ratio = ours / peer;
  return {
    figure,
    ours: format(ours, unit),
    peer: `${format(peer, unit)}, ${than}`,
    ratio: `${format(ratio)}x`,
    target: target === undefined ? '' : inWords(target),
    met: target === undefined ? '' : isMet(ratio, target) ? 'yes' : '**no**',
    isMain,
    drawn: isDrawn ? [ours, peer] : undefined,
  };
}

/** A figure that nothing is compared with. */
export function plainRow(figure: string, ours: number, unit: string, isMain = false): Row {
  return { figure, ours: format(ours, unit), peer: '', ratio: '', target: '', met: '', isMain };
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
