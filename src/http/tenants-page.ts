import { counted } from '../errors/counted.ts';
import { countByState, type TenantView } from '../tenants/overview.ts';
import { escapeHtml } from './html.ts';
import { sampleNote, toPage } from './page.ts';
import type { Trouble } from './status-page.ts';

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
export function toTenantsPage({ views, page: wanted, isSample }: TenantsPage): string {
  const pages = Math.max(1, Math.ceil(views.length / AT_A_PAGE));
  const page = Math.min(wanted, pages);
  const shown = views.slice((page - 1) * AT_A_PAGE, page * AT_A_PAGE);
  const counts = [...countByState(views)].filter(([, count]) => count > 0);
  const summary = counts.map(([state, count]) => `${count} ${WORDS[state]}`).join(', ');
  const rows = shown.map(toRow).join('');
  const table = `<table><thead><tr><th>Tenant</th><th>State</th><th>Reports</th><th>Last run (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
  const nobody = 'No tenant is declared yet; <code>tenants add</code> declares one.';
  return toPage({
    title: 'Microsoft 365 usage: tenants',
    style: OF_TABLE,
    header: `<h1>Microsoft 365 usage: ${counted(views.length, 'tenant')}</h1>${sampleNote(isSample, 'real tenants')}\n<p>${summary === '' ? nobody : `${summary}.`}</p>`,
    main: `${shown.length === 0 ? '' : table}${pages === 1 ? '' : toPages(page, pages)}`,
  });
}

/** Text is read from the left; only what is counted has its digits below each other. */
const OF_TABLE = `
td{text-align:left;vertical-align:top}
tbody th{text-align:left;vertical-align:top;font-weight:600}
th small{font-weight:400;color:var(--soft)}
thead th{text-align:left}
.why td{padding:0 .5rem .5rem 0;overflow-wrap:anywhere;color:var(--soft)}
tr:has(+.why)>*{border-bottom:0}
`;

/** What is told of a tenant on its own page, where more than some of its reports is the matter. */
export function troubleOf(view: TenantView | undefined): Trouble | undefined {
  if (view?.reason === undefined || view.state === 'failing') return undefined;
  const words = WORDS[view.state];
  return { what: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, sentence: view.reason };
}

function toRow({ key, name, state, reason, reports, finishedAt }: TenantView): string {
  const label = escapeHtml(name);
  const hasPage = state !== 'misdeclared' && state !== 'disabled';
  const link = hasPage ? `<a href="/tenants/${escapeHtml(key)}">${label}</a>` : label;
  const why = reason === undefined ? '' : `<tr class="why"><td colspan="4">${escapeHtml(reason)}</td></tr>`;
  const counts = reports === undefined ? '' : `${reports.healthy} of ${reports.selected}`;
  const [date = '', time = ''] = finishedAt?.slice(0, 16).split('T') ?? [];
  const own = name === key ? '' : ` <small>${escapeHtml(key)}</small>`;
  return `<tr><th scope="row">${link}${own}</th><td>${WORDS[state]}</td><td>${counts}</td><td><span>${date}</span> <span>${time}</span></td></tr>${why}`;
}

function toPages(page: number, pages: number): string {
  const link = (to: number, word: string) => (to < 1 || to > pages ? '' : ` <a href="/?page=${to}">${word}</a>`);
  return `<p>Page ${page} of ${pages}.${link(page - 1, 'Previous')}${link(page + 1, 'Next')}</p>`;
}
