import { products } from '../catalogue/index.ts';
import { counted, isOrAre } from '../errors/counted.ts';
import { type DropOptions, judgeTenant } from '../history/drops/judge-tenant.ts';
import { isNotOffered, resultOf } from '../history/trouble.ts';
import { judgedColumns } from '../metrics/drops.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import type { LastRun } from '../store/last-run-schema.ts';
import { attention } from './attention.ts';
import { escapeHtml, toList } from './html.ts';
import { sampleNote, toPage } from './page.ts';
import { CARD_DAYS, productCard } from './product-card.ts';
import type { PageData } from './report-table.ts';

export interface StatusOf {
  readonly histories: readonly ReportHistory[];
  readonly lastRun: LastRun;
  readonly now: Date;
  readonly windowDays: number;
  readonly drops: DropOptions;
  readonly isSample: boolean;
  /** Of one of many tenants. */
  readonly tenantName?: string | undefined;
  readonly trouble?: Trouble | undefined;
}

/** What keeps one of many tenants as a whole from being pulled. */
export interface Trouble {
  readonly what: string;
  readonly sentence: string;
}

/** The status page: what needs attention, then a card for each product. It needs no script and no key. */
export function toStatusPage(of: StatusOf): string {
  const verdict = judgeTenant(of.histories.flatMap(judgedColumns), of.drops);
  const judged = new Map([...verdict.columns].map(([column, own]) => [column.series, { column, verdict: own }]));
  const data: PageData = { histories: of.histories, judged, windowDays: of.windowDays };
  const cards = products.map((product) => productCard(product, data)).join('');
  return toPage({
    title: titleOf(of.tenantName),
    header: `${toHeading(of)}\n<p>${escapeHtml(freshness(of) + newestNumbers(of))}</p>`,
    main: `${of.trouble === undefined ? '' : toTrouble(of.trouble)}${attention(of.histories, verdict, of.now)}${cards === '' ? '' : OF_CHARTS}<div class="cards">${cards}</div>${notOffered(of)}`,
  });
}

/** The page of one of many tenants before there are numbers. */
export function toEmptyPage(of: Pick<StatusOf, 'tenantName' | 'isSample'> & { readonly trouble: Trouble }): string {
  const header = `${toHeading(of)}\n<p>There is no data yet.</p>`;
  return toPage({ title: titleOf(of.tenantName), header, main: toTrouble(of.trouble) });
}

const OF_CHARTS = `<p>The chart of a card has the last ${CARD_DAYS} days; the shade is what is usual.</p>`;

/** Of one of many tenants with a way back to all. */
function toHeading({ tenantName, isSample }: Pick<StatusOf, 'tenantName' | 'isSample'>): string {
  const back = tenantName === undefined ? '' : '<nav><a href="/">All tenants</a></nav>';
  return `${back}<h1>${titleOf(tenantName)}</h1>${sampleNote(isSample, 'a real tenant')}`;
}

function titleOf(tenantName: string | undefined): string {
  return escapeHtml(tenantName === undefined ? 'Microsoft 365 usage' : `Microsoft 365 usage: ${tenantName}`);
}

function toTrouble({ what, sentence }: Trouble): string {
  return `<section class="attention"><h2>${escapeHtml(what)}</h2><p class="advice" style="overflow-wrap:anywhere">${escapeHtml(sentence)}</p></section>`;
}

function freshness({ lastRun, now }: StatusOf): string {
  const { selected, healthy = 0, notOffered = 0 } = lastRun.reports;
  const pulled =
    selected === healthy && selected !== 1
      ? `all ${selected} reports are healthy`
      : `${healthy} of ${counted(selected, 'report')} ${isOrAre(selected === 1 ? 1 : healthy)} healthy`;
  const reports = notOffered > 0 ? `${pulled}, ${notOffered} not offered to this tenant` : pulled;
  return `The last run finished ${ago(now.getTime() - Date.parse(lastRun.finishedAt))}; ${reports}.`;
}

/** So that nobody takes what a run has just brought for what is going on now. */
function newestNumbers({ histories, now }: StatusOf): string {
  const dates = histories.flatMap(({ status }) => Object.values(status.newest).map(({ date }) => date));
  const newest = dates.toSorted().at(-1);
  if (newest === undefined) return '';
  const days = Math.floor((now.getTime() - Date.parse(newest)) / 86_400_000);
  return ` The newest numbers are of ${newest}, ${counted(days, 'day')} ago; Microsoft counts one to three days late.`;
}

/** What there is nothing to fix about. */
function notOffered({ histories }: StatusOf): string {
  const items = histories
    .filter(({ status }) => isNotOffered(resultOf(status)))
    .map(({ report, status }) => `${report.name}: ${status.lastPull?.failure?.message}`);
  return items.length === 0 ? '' : `<section><h2>Not offered to this tenant</h2>${toList(items)}</section>`;
}

function ago(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return 'just now';
  if (minutes < 120) return `${minutes} minutes ago`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
}
