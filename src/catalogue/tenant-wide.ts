import type { Product } from './types.ts';

/** Reports across all products of the tenant. */
export const tenantWide: Product = {
  name: 'tenant-wide',
  title: 'All services',

  reports: [
    {
      name: 'getOffice365ActiveUserCounts',
      title: 'Active users by service',
      kind: 'daily',
      ifNoneMatch: false,
      metrics: [
        {
          name: 'm365_office365_active_users',
          title: 'Active users',
          unit: '{user}',
          help: 'Users active in any Microsoft 365 product on the report date.',
          trend: 'activity',
          columns: [{ header: 'Office 365' }],
        },
        {
          name: 'm365_services_active_users',
          title: 'Active users by service',
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
      title: 'Licensed users by service, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_services_users',
          title: 'Licensed users by service, whole period',
          unit: '{user}',
          help: 'Licensed users by product and by whether they were active in it during the report period; one user may be active in several products.',
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
          title: 'Licensed users, whole period',
          unit: '{user}',
          help: 'Users with any Microsoft 365 licence, by whether they were active in any product during the report period.',
          columns: [
            { header: 'Office 365 Active', labels: { state: 'active' } },
            { header: 'Office 365 Inactive', labels: { state: 'inactive' } },
          ],
        },
      ],
    },
  ],
};
