import type { ColumnEntry, Product } from './types.ts';

const BROWSERS: readonly ColumnEntry[] = [
  { header: 'Edge', labels: { browser: 'edge' } },
  // Microsoft has ended both: that nobody uses them is no drop.
  { header: 'Edge Legacy', labels: { browser: 'edge_legacy' }, trend: 'level' },
  { header: 'Internet Explorer', spellings: ['ie'], labels: { browser: 'internet_explorer' }, trend: 'level' },
];

/**
 * Microsoft's own browsers, as far as they reach Microsoft 365; no other browser is counted. The data lags by up to a
 * week and refreshes less regularly than the rest, so the limit of staleness is wider.
 * https://learn.microsoft.com/microsoft-365/admin/activity-reports/browser-usage-report
 */
export const browser: Product = {
  name: 'browser',
  title: 'Microsoft browsers',
  versions: ['beta'],
  ifNoneMatch: false,
  staleAfterDays: 10,
  reports: [
    {
      name: 'getBrowserUserCounts',
      title: 'Microsoft browser users',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_browser_users',
          title: 'Microsoft browser users',
          unit: '{user}',
          help: 'Users who reached Microsoft 365 with a Microsoft browser on the report date, by browser; one user may count under several.',
          trend: 'activity',
          columns: BROWSERS,
        },
      ],
    },
    {
      // Its JSON has all four periods, whichever was requested.
      name: 'getBrowserDistributionUserCounts',
      title: 'Microsoft browser users, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_browser_period_users',
          title: 'Microsoft browser users, whole period',
          unit: '{user}',
          help: 'Users who reached Microsoft 365 with a Microsoft browser during the report period, by browser; one user may count under several.',
          columns: BROWSERS,
        },
      ],
    },
  ],
};
