import type { Product } from './types.ts';

/** The Microsoft 365 apps on desktops, phones and the web. */
export const apps: Product = {
  name: 'apps',
  title: 'Microsoft 365 apps',
  ifNoneMatch: false,
  reports: [
    {
      name: 'getM365AppUserCounts',
      title: 'Microsoft 365 users by app',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_apps_users',
          title: 'Microsoft 365 users by app',
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
      title: 'Microsoft 365 app users by platform',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_apps_platform_users',
          title: 'Microsoft 365 app users by platform',
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
  ],
};
