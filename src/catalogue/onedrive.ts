import type { ColumnEntry, ItemColumn, Product } from './types.ts';

/** `All` in the account and file reports, `OneDrive` in the storage report. */
const SITE_TYPE: ItemColumn = { header: 'Site Type', label: 'site_type' };

const FILE_ACTIVITIES: readonly ColumnEntry[] = [
  { header: 'Viewed Or Edited', labels: { activity: 'viewed_or_edited' } },
  { header: 'Synced', labels: { activity: 'synced' } },
  { header: 'Shared Internally', labels: { activity: 'shared_internally' } },
  { header: 'Shared Externally', labels: { activity: 'shared_externally' } },
];

/** OneDrive for work or school, as far as its owner is licensed. */
export const onedrive: Product = {
  name: 'onedrive',
  title: 'OneDrive',

  reports: [
    {
      // Its page speaks of users; its name and the chart in the admin centre say that these are files.
      name: 'getOneDriveActivityFileCounts',
      title: 'OneDrive files by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_onedrive_activity_files',
          title: 'OneDrive files by activity',
          unit: '{file}',
          help: 'OneDrive files that licensed users worked with on the report date, by activity; one file may count under several.',
          trend: 'activity',
          columns: FILE_ACTIVITIES,
        },
      ],
    },
    {
      name: 'getOneDriveActivityUserCounts',
      title: 'OneDrive users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_onedrive_activity_users',
          title: 'OneDrive users by activity',
          unit: '{user}',
          help: 'Licensed users active in OneDrive on the report date, by activity; one user may count under several.',
          trend: 'activity',
          columns: FILE_ACTIVITIES,
        },
      ],
    },
    {
      name: 'getOneDriveUsageAccountCounts',
      title: 'OneDrive accounts',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_onedrive_accounts',
          title: 'OneDrive accounts',
          unit: '{account}',
          help: 'OneDrive accounts that existed on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_onedrive_accounts_active',
          title: 'Active OneDrive accounts',
          unit: '{account}',
          help: 'OneDrive accounts active within the report period, as counted on the report date: those with files viewed, modified, uploaded, downloaded, shared or synced.',
          withinPeriod: true,
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getOneDriveUsageFileCounts',
      title: 'OneDrive files',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_onedrive_files',
          title: 'OneDrive files',
          unit: '{file}',
          help: 'Files in OneDrive on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_onedrive_files_active',
          title: 'Active OneDrive files',
          unit: '{file}',
          help: 'OneDrive files active within the report period, as counted on the report date: those saved, synced, modified or shared.',
          withinPeriod: true,
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getOneDriveUsageStorage',
      title: 'OneDrive storage',
      kind: 'daily',
      item: SITE_TYPE,
      metrics: [
        {
          name: 'm365_onedrive_storage_used_bytes',
          title: 'OneDrive storage used',
          unit: 'By',
          help: 'Storage that OneDrive accounts took up on the report date.',
          columns: [{ header: 'Storage Used (Byte)', spellings: ['storageUsedInBytes'] }],
        },
      ],
    },
  ],
};
