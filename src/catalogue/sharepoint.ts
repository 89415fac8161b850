import type { ColumnEntry, ItemColumn, Product } from './types.ts';

const SITE_TYPE: ItemColumn = { header: 'Site Type', label: 'site_type' };

const FILE_ACTIVITIES: readonly ColumnEntry[] = [
  { header: 'Viewed Or Edited', labels: { activity: 'viewed_or_edited' } },
  { header: 'Synced', labels: { activity: 'synced' } },
  { header: 'Shared Internally', labels: { activity: 'shared_internally' } },
  { header: 'Shared Externally', labels: { activity: 'shared_externally' } },
];

/** SharePoint sites: what licensed users did in them (activity) and what they hold (site usage). */
export const sharepoint: Product = {
  name: 'sharepoint',
  title: 'SharePoint',

  reports: [
    {
      // Its page speaks of users; its name and the chart in the admin centre say that these are files.
      name: 'getSharePointActivityFileCounts',
      title: 'SharePoint files by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_sharepoint_activity_files',
          title: 'SharePoint files by activity',
          unit: '{file}',
          help: 'SharePoint files that licensed users worked with on the report date, by activity; one file may count under several.',
          trend: 'activity',
          columns: FILE_ACTIVITIES,
        },
      ],
    },
    {
      name: 'getSharePointActivityUserCounts',
      title: 'SharePoint users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_sharepoint_activity_users',
          title: 'SharePoint users by activity',
          unit: '{user}',
          help: 'Licensed users active in SharePoint on the report date, by activity; one user may count under several.',
          trend: 'activity',
          columns: [{ header: 'Visited Page', labels: { activity: 'visited_page' } }, ...FILE_ACTIVITIES],
        },
      ],
    },
    {
      name: 'getSharePointActivityPages',
      title: 'SharePoint pages visited',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_sharepoint_visited_pages',
          title: 'SharePoint pages visited',
          unit: '{page}',
          help: 'Different SharePoint pages that licensed users visited on the report date.',
          trend: 'activity',
          columns: [{ header: 'Visited Page Count' }],
        },
      ],
    },
    {
      name: 'getSharePointSiteUsageFileCounts',
      title: 'SharePoint files',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_sharepoint_files',
          title: 'SharePoint files',
          unit: '{file}',
          help: 'Files in SharePoint sites on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_sharepoint_files_active',
          title: 'Active SharePoint files',
          unit: '{file}',
          help: 'SharePoint files active within the report period, as counted on the report date: those saved, synced, modified or shared.',
          withinPeriod: true,
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      // Its page carries the text of the file report.
      name: 'getSharePointSiteUsageSiteCounts',
      title: 'SharePoint sites',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_sharepoint_sites',
          title: 'SharePoint sites',
          unit: '{site}',
          help: 'SharePoint sites that existed on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_sharepoint_sites_active',
          title: 'Active SharePoint sites',
          unit: '{site}',
          help: 'SharePoint sites active within the report period, as counted on the report date.',
          withinPeriod: true,
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getSharePointSiteUsageStorage',
      title: 'SharePoint storage',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_sharepoint_storage_used_bytes',
          title: 'SharePoint storage used',
          unit: 'By',
          help: 'Storage that SharePoint sites took up on the report date.',
          columns: [{ header: 'Storage Used (Byte)', spellings: ['storageUsedInBytes'] }],
        },
      ],
    },
    {
      name: 'getSharePointSiteUsagePages',
      title: 'SharePoint page views',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_sharepoint_page_views',
          title: 'SharePoint page views',
          unit: '{page_view}',
          help: 'Views of SharePoint pages on the report date.',
          trend: 'activity',
          columns: [{ header: 'Page View Count' }],
        },
      ],
    },
  ],
};
