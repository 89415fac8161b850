import { counted } from '../errors/counted.ts';
import { countByState, type TenantView } from '../tenants/overview.ts';
import { escapeHtml } from './html.ts';
import { STYLE } from './style.ts';

const AT_A_PAGE = 50;

export interface TenantsPage {
  readonly views: readonly TenantView[];
  /** From 1. */
  readonly page: number;
  readonly isSample: boolean;
}

/** What people call the states. */
const WORDS: Readonly<Record<TenantView['state'], string>> = {
  wrong_directory: 'wrong directory',
  crashing: 'crashing',
  misdeclared: 'misdeclared',
  unauthorized: 'unauthorized',
  unreachable: 'unreachable',
  throttled: 'throttled',
  failing: 'failing',
  waiting_for_consent: 'waiting for consent',
  new: 'new',
  healthy: 'healthy',
  disabled: 'disabled',
};

/** Tenants by state, worst first, 50 a page. It needs no script and no key. */
export function toTenantsPage({ views, page, isSample }: TenantsPage): string {
  const pages = Math.max(1, Math.ceil(views.length / AT_A_PAGE));
  const shown = views.slice((page - 1) * AT_A_PAGE, page * AT_A_PAGE);
  const counts = [...countByState(views)].filter(([, count]) => count > 0);
  const summary = counts.map(([state, count]) => `${count} ${WORDS[state]}`).join(', ');
  const rows = shown.map(toRow).join('');
  const table = `<table><thead><tr><th>Tenant</th><th>State</th><th>Reports</th><th>Last run</th></tr></thead><tbody>${rows}</tbody></table>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Microsoft 365 usage: tenants</title><style>${STYLE}</style></head>
<body><header><h1>Microsoft 365 usage: ${counted(views.length, 'tenant')}</h1>${isSample ? '<p class="sample">Sample data, not real tenants.</p>' : ''}
<p>${summary === '' ? 'No tenant is declared yet; <code>tenants add</code> declares one.' : `${summary}.`}</p></header>
<main>${shown.length === 0 ? '' : table}${pages === 1 ? '' : toPages(page, pages)}</main></body></html>
`;
}

function toRow({ key, name, state, reason, reports, finishedAt }: TenantView): string {
  const label = escapeHtml(name);
  const link =
    state === 'misdeclared' && finishedAt === undefined ? label : `<a href="/tenants/${escapeHtml(key)}">${label}</a>`;
  const why = reason === undefined ? '' : `<br><small>${escapeHtml(reason)}</small>`;
  const counts = reports === undefined ? '' : `${reports.healthy} of ${reports.selected}`;
  return `<tr><td>${link}</td><td>${WORDS[state]}${why}</td><td>${counts}</td><td>${finishedAt?.slice(0, 16).replace('T', ' ') ?? ''}</td></tr>`;
}

function toPages(page: number, pages: number): string {
  const link = (to: number, word: string) => (to < 1 || to > pages ? '' : ` <a href="/?page=${to}">${word}</a>`);
  return `<p>Page ${page} of ${pages}.${link(page - 1, 'Previous')}${link(page + 1, 'Next')}</p>`;
}
