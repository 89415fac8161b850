import { BOTH_VERSIONS, type Column, type ItemColumn, type Report } from './types.ts';

/** `All` in the account and file reports, `OneDrive` in the storage report. */
const SITE_TYPE: ItemColumn = { header: 'Site Type', label: 'site_type' };

const FILE_ACTIVITIES: readonly Column[] = [
  { header: 'Viewed Or Edited', labels: { activity: 'viewed_or_edited' } },
  { header: 'Synced', labels: { activity: 'synced' } },
  { header: 'Shared Internally', labels: { activity: 'shared_internally' } },
  { header: 'Shared Externally', labels: { activity: 'shared_externally' } },
];

/** OneDrive for work or school, as far as its owner is licensed. */
export const onedriveReports: readonly Report[] = [
  {
    // Its page speaks of users; its name and the chart in the admin centre say that these are files.
    name: 'getOneDriveActivityFileCounts',
    product: 'onedrive',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getonedriveactivityfilecounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_onedrive_activity_files',
        unit: '{file}',
        help: 'OneDrive files that licensed users worked with on the report date, by activity; one file may count under several.',
        trend: 'activity',
        columns: FILE_ACTIVITIES,
      },
    ],
  },
  {
    name: 'getOneDriveActivityUserCounts',
    product: 'onedrive',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getonedriveactivityusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_onedrive_activity_users',
        unit: '{user}',
        help: 'Licensed users active in OneDrive on the report date, by activity; one user may count under several.',
        trend: 'activity',
        columns: FILE_ACTIVITIES,
      },
    ],
  },
  {
    name: 'getOneDriveUsageAccountCounts',
    product: 'onedrive',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getonedriveusageaccountcounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_onedrive_accounts',
        unit: '{account}',
        help: 'OneDrive accounts that existed on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_onedrive_accounts_active',
        unit: '{account}',
        help: 'OneDrive accounts active within the report period, as counted on the report date: those with files viewed, modified, uploaded, downloaded, shared or synced.',
        trend: 'level',
        withinPeriod: true,
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
  {
    name: 'getOneDriveUsageFileCounts',
    product: 'onedrive',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getonedriveusagefilecounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_onedrive_files',
        unit: '{file}',
        help: 'Files in OneDrive on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_onedrive_files_active',
        unit: '{file}',
        help: 'OneDrive files active within the report period, as counted on the report date: those saved, synced, modified or shared.',
        trend: 'level',
        withinPeriod: true,
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
  {
    name: 'getOneDriveUsageStorage',
    product: 'onedrive',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getonedriveusagestorage',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    item: SITE_TYPE,
    metrics: [
      {
        name: 'm365_onedrive_storage_used_bytes',
        unit: 'By',
        help: 'Storage that OneDrive accounts took up on the report date.',
        trend: 'level',
        columns: [{ header: 'Storage Used (Byte)', spellings: ['storageUsedInBytes'], labels: {} }],
      },
    ],
  },
];
