import { STYLE } from './style.ts';

export interface Page {
  /** HTML, as the other two are. */
  readonly title: string;
  readonly header: string;
  readonly main: string;
  /** What only this page has, in CSS. */
  readonly style?: string;
}

/** A page that needs no script and no key, and loads nothing. */
export function toPage({ title, header, main, style = '' }: Page): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${STYLE}${style}</style></head>
<body><header>${header}</header>
<main>${main}</main></body></html>
`;
}

/** Says of a page whose numbers are invented. */
export function sampleNote(isSample: boolean, what: string): string {
  return isSample ? `<p class="sample">Sample data, not ${what}.</p>` : '';
}
