import { BOTH_VERSIONS, type Report } from './types.ts';

/** The Microsoft 365 apps on desktops, phones and the web. */
export const appsReports: readonly Report[] = [
  {
    name: 'getM365AppUserCounts',
    product: 'apps',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getm365appusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_apps_users',
        unit: '{user}',
        help: 'Users active in a Microsoft 365 app on the report date, by app; one user may count under several.',
        trend: 'activity',
        columns: [
          { header: 'Outlook', labels: { app: 'outlook' } },
          { header: 'Word', labels: { app: 'word' } },
          { header: 'Excel', labels: { app: 'excel' } },
          { header: 'PowerPoint', labels: { app: 'powerpoint' } },
          { header: 'OneNote', labels: { app: 'onenote' } },
          { header: 'Teams', labels: { app: 'teams' } },
        ],
      },
    ],
  },
  {
    name: 'getM365AppPlatformUserCounts',
    product: 'apps',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getm365appplatformusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_apps_platform_users',
        unit: '{user}',
        help: 'Users active in any Microsoft 365 app on the report date, by platform; one user may count under several.',
        trend: 'activity',
        columns: [
          { header: 'Windows', labels: { platform: 'windows' } },
          { header: 'Mac', labels: { platform: 'mac' } },
          { header: 'Mobile', labels: { platform: 'mobile' } },
          { header: 'Web', labels: { platform: 'web' } },
        ],
      },
    ],
  },
];
