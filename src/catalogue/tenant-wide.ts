import { BOTH_VERSIONS, type Report } from './types.ts';

/** Reports across all products of the tenant. */
export const tenantWideReports: readonly Report[] = [
  {
    name: 'getOffice365ActiveUserCounts',
    product: 'tenant-wide',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365activeusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_office365_active_users',
        unit: '{user}',
        help: 'Users active in any Microsoft 365 product on the report date.',
        trend: 'activity',
        columns: [{ header: 'Office 365', labels: {} }],
      },
      {
        name: 'm365_services_active_users',
        unit: '{user}',
        help: 'Users active on the report date, by product; one user may be active in several products.',
        trend: 'activity',
        columns: [
          { header: 'Exchange', labels: { product: 'exchange' } },
          { header: 'OneDrive', labels: { product: 'onedrive' } },
          { header: 'SharePoint', labels: { product: 'sharepoint' } },
          // Retired: see skype.ts.
          { header: 'Skype For Business', labels: { product: 'skype' }, trend: 'level' },
          { header: 'Yammer', labels: { product: 'viva_engage' } },
          { header: 'Teams', labels: { product: 'teams' } },
        ],
      },
    ],
  },
  {
    name: 'getOffice365ServicesUserCounts',
    product: 'tenant-wide',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365servicesusercounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_services_users',
        unit: '{user}',
        help: 'Licensed users by product and by whether they were active in it during the report period; one user may be active in several products.',
        trend: 'level',
        columns: [
          { header: 'Exchange Active', labels: { product: 'exchange', state: 'active' } },
          { header: 'Exchange Inactive', labels: { product: 'exchange', state: 'inactive' } },
          { header: 'OneDrive Active', labels: { product: 'onedrive', state: 'active' } },
          { header: 'OneDrive Inactive', labels: { product: 'onedrive', state: 'inactive' } },
          { header: 'SharePoint Active', labels: { product: 'sharepoint', state: 'active' } },
          { header: 'SharePoint Inactive', labels: { product: 'sharepoint', state: 'inactive' } },
          { header: 'Skype For Business Active', labels: { product: 'skype', state: 'active' } },
          { header: 'Skype For Business Inactive', labels: { product: 'skype', state: 'inactive' } },
          { header: 'Yammer Active', labels: { product: 'viva_engage', state: 'active' } },
          { header: 'Yammer Inactive', labels: { product: 'viva_engage', state: 'inactive' } },
          { header: 'Teams Active', labels: { product: 'teams', state: 'active' } },
          { header: 'Teams Inactive', labels: { product: 'teams', state: 'inactive' } },
        ],
      },
      {
        name: 'm365_office365_users',
        unit: '{user}',
        help: 'Users with any Microsoft 365 licence, by whether they were active in any product during the report period.',
        trend: 'level',
        columns: [
          { header: 'Office 365 Active', labels: { state: 'active' } },
          { header: 'Office 365 Inactive', labels: { state: 'inactive' } },
        ],
      },
    ],
  },
];
