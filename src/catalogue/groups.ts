import type { Product } from './types.ts';

/** Microsoft 365 groups: their mailbox, site, Viva Engage community and team. */
export const groups: Product = {
  name: 'groups',
  title: 'Microsoft 365 Groups',

  reports: [
    {
      name: 'getOffice365GroupsActivityCounts',
      title: 'Microsoft 365 group activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_groups_emails_received',
          title: 'Emails received by groups',
          unit: '{message}',
          help: 'Emails that the mailboxes of Microsoft 365 groups received on the report date.',
          trend: 'activity',
          columns: [{ header: 'Exchange Emails Received' }],
        },
        {
          name: 'm365_groups_viva_engage_messages_posted',
          title: 'Viva Engage messages posted in groups',
          unit: '{message}',
          help: 'Messages posted in the Viva Engage communities of Microsoft 365 groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Yammer Messages Posted' }],
        },
        {
          name: 'm365_groups_viva_engage_messages_read',
          title: 'Viva Engage messages read in groups',
          unit: '{message}',
          help: 'Messages read in the Viva Engage communities of Microsoft 365 groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Yammer Messages Read' }],
        },
        {
          name: 'm365_groups_viva_engage_messages_liked',
          title: 'Viva Engage messages liked in groups',
          unit: '{message}',
          help: 'Messages liked in the Viva Engage communities of Microsoft 365 groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Yammer Messages Liked' }],
        },
        {
          name: 'm365_groups_teams_channel_messages',
          title: 'Teams channel messages in groups',
          unit: '{message}',
          help: 'Messages sent in the Teams channels of Microsoft 365 groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Teams Channel Messages', versions: ['beta'] }],
        },
        {
          name: 'm365_groups_teams_meetings_organized',
          title: 'Teams meetings organized in groups',
          unit: '{meeting}',
          help: 'Teams meetings organized in Microsoft 365 groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Teams Meetings Organized', versions: ['beta'] }],
        },
      ],
    },
    {
      name: 'getOffice365GroupsActivityGroupCounts',
      title: 'Microsoft 365 groups',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_groups',
          title: 'Microsoft 365 groups',
          unit: '{group}',
          help: 'Microsoft 365 groups that existed on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_groups_active',
          title: 'Active Microsoft 365 groups',
          unit: '{group}',
          help: 'Microsoft 365 groups with email conversations, Viva Engage posts or SharePoint file activity on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getOffice365GroupsActivityFileCounts',
      title: 'Microsoft 365 group files',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_groups_files',
          title: 'Group files',
          unit: '{file}',
          help: 'Files in the sites of Microsoft 365 groups on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_groups_files_active',
          title: 'Active group files',
          unit: '{file}',
          help: 'Files in the sites of Microsoft 365 groups that were active on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getOffice365GroupsActivityStorage',
      title: 'Microsoft 365 group storage',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_groups_storage_used_bytes',
          title: 'Group storage used',
          unit: 'By',
          help: 'Storage that the mailboxes and sites of Microsoft 365 groups took up on the report date.',
          columns: [
            {
              header: 'Mailbox Storage Used (Byte)',
              spellings: ['mailboxStorageUsedInBytes'],
              labels: { location: 'mailbox' },
            },
            { header: 'Site Storage Used (Byte)', spellings: ['siteStorageUsedInBytes'], labels: { location: 'site' } },
          ],
        },
      ],
    },
  ],
};
