/** Text that is safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function toList(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

export function toPercent(ratio: number): string {
  return `${Math.round(100 * ratio)} %`;
}

/** A count, or a size or a time in the largest unit that leaves a whole number. */
export function format(value: number, unit = ''): string {
  if (unit === 'By') return inUnits(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
  if (unit === 's') return `${new Intl.NumberFormat('en').format(Math.round(value / 3600))} h`;
  return new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value);
}

function inUnits(value: number, step: number, units: readonly string[]): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(value, 1)) / Math.log(step)));
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value / step ** power)} ${units[power]}`;
}
