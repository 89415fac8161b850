import * as v from 'valibot';
import { SETTINGS } from '../src/settings/schema.ts';

/** The table of settings between the markers of docs/configuration.md. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS.entries).map(([name, { default: value, wrapped }]) => {
    const { owner } = v.getMetadata(wrapped);
    return `| \`${name}\` | ${value ? `\`${value}\`` : ''} | ${owner} | ${v.getDescription(wrapped)} |`;
  });
  return ['| setting | default | belongs to | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

const MARKERS = /(<!-- settings: [^\n]* -->\n)[\s\S]*?(<!-- end of settings -->)/;

/** The page with the table as it is now. */
export function withSettings(page: string): string {
  return page.replace(MARKERS, (_, start: string, end: string) => `${start}${settingsTable()}\n${end}`);
}
