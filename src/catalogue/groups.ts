import type { Report } from './types.ts';

/** Microsoft 365 groups. */
export const groupsReports: readonly Report[] = [
  {
    name: 'getOffice365GroupsActivityGroupCounts',
    product: 'groups',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365groupsactivitygroupcounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['v1.0', 'beta'],
    ifNoneMatch: true,
    takesPeriod: true,
    metrics: [
      {
        name: 'm365_groups',
        unit: '{group}',
        help: 'Microsoft 365 groups that existed on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_groups_active',
        unit: '{group}',
        help: 'Microsoft 365 groups with email conversations, Viva Engage posts or SharePoint file activity on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
];
