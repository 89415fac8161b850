import { BOTH_VERSIONS, type Column, type ItemColumn, type Report } from './types.ts';

const SITE_TYPE: ItemColumn = { header: 'Site Type', label: 'site_type' };

const FILE_ACTIVITIES: readonly Column[] = [
  { header: 'Viewed Or Edited', labels: { activity: 'viewed_or_edited' } },
  { header: 'Synced', labels: { activity: 'synced' } },
  { header: 'Shared Internally', labels: { activity: 'shared_internally' } },
  { header: 'Shared Externally', labels: { activity: 'shared_externally' } },
];

/** SharePoint sites: what licensed users did in them (activity) and what they hold (site usage). */
export const sharepointReports: readonly Report[] = [
  {
    // Its page speaks of users; its name and the chart in the admin centre say that these are files.
    name: 'getSharePointActivityFileCounts',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointactivityfilecounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_sharepoint_activity_files',
        unit: '{file}',
        help: 'SharePoint files that licensed users worked with on the report date, by activity; one file may count under several.',
        trend: 'activity',
        columns: FILE_ACTIVITIES,
      },
    ],
  },
  {
    name: 'getSharePointActivityUserCounts',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointactivityusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_sharepoint_activity_users',
        unit: '{user}',
        help: 'Licensed users active in SharePoint on the report date, by activity; one user may count under several.',
        trend: 'activity',
        columns: [{ header: 'Visited Page', labels: { activity: 'visited_page' } }, ...FILE_ACTIVITIES],
      },
    ],
  },
  {
    name: 'getSharePointActivityPages',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointactivitypages',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_sharepoint_visited_pages',
        unit: '{page}',
        help: 'Different SharePoint pages that licensed users visited on the report date.',
        trend: 'activity',
        columns: [{ header: 'Visited Page Count', labels: {} }],
      },
    ],
  },
  {
    name: 'getSharePointSiteUsageFileCounts',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagefilecounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_sharepoint_files',
        unit: '{file}',
        help: 'Files in SharePoint sites on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_sharepoint_files_active',
        unit: '{file}',
        help: 'SharePoint files active within the report period, as counted on the report date: those saved, synced, modified or shared.',
        trend: 'level',
        withinPeriod: true,
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
  {
    // Its page carries the text of the file report.
    name: 'getSharePointSiteUsageSiteCounts',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagesitecounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_sharepoint_sites',
        unit: '{site}',
        help: 'SharePoint sites that existed on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_sharepoint_sites_active',
        unit: '{site}',
        help: 'SharePoint sites active within the report period, as counted on the report date.',
        trend: 'level',
        withinPeriod: true,
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
  {
    name: 'getSharePointSiteUsageStorage',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagestorage',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_sharepoint_storage_used_bytes',
        unit: 'By',
        help: 'Storage that SharePoint sites took up on the report date.',
        trend: 'level',
        columns: [{ header: 'Storage Used (Byte)', spellings: ['storageUsedInBytes'], labels: {} }],
      },
    ],
  },
  {
    name: 'getSharePointSiteUsagePages',
    product: 'sharepoint',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagepages',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_sharepoint_page_views',
        unit: '{page_view}',
        help: 'Views of SharePoint pages on the report date.',
        trend: 'activity',
        columns: [{ header: 'Page View Count', labels: {} }],
      },
    ],
  },
];
