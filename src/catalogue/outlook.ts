import type { ColumnEntry, Product } from './types.ts';

const APPS: readonly ColumnEntry[] = [
  { header: 'Mail For Mac', labels: { app: 'mail_for_mac' } },
  { header: 'Outlook For Mac', labels: { app: 'outlook_for_mac' } },
  { header: 'Outlook For Windows', labels: { app: 'outlook_for_windows' } },
  { header: 'Outlook For Mobile', labels: { app: 'outlook_for_mobile' } },
  { header: 'Other For Mobile', labels: { app: 'other_for_mobile' } },
  { header: 'Outlook For Web', labels: { app: 'outlook_for_web' } },
  { header: 'POP3 App', labels: { app: 'pop3' } },
  { header: 'IMAP4 App', labels: { app: 'imap4' } },
  { header: 'SMTP App', labels: { app: 'smtp' } },
];

/**
 * Outlook and Exchange Online: email, meetings and user mailboxes. Activity is that of users with an Exchange licence.
 * An activity nobody performed that day is often an empty cell rather than 0.
 */
export const outlook: Product = {
  name: 'outlook',
  title: 'Outlook and Exchange',

  reports: [
    {
      name: 'getEmailActivityCounts',
      title: 'Email activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_messages_sent',
          title: 'Emails sent',
          unit: '{message}',
          help: 'Emails that users sent on the report date.',
          trend: 'activity',
          columns: [{ header: 'Send' }],
        },
        {
          name: 'm365_outlook_messages_received',
          title: 'Emails received',
          unit: '{message}',
          help: 'Emails that users received on the report date.',
          trend: 'activity',
          columns: [{ header: 'Receive' }],
        },
        {
          name: 'm365_outlook_messages_read',
          title: 'Emails read',
          unit: '{message}',
          help: 'Emails that users read on the report date.',
          trend: 'activity',
          columns: [{ header: 'Read' }],
        },
        {
          name: 'm365_outlook_meeting_requests_sent',
          title: 'Meeting requests sent',
          unit: '{meeting}',
          help: 'Meeting requests that users sent on the report date.',
          trend: 'activity',
          columns: [{ header: 'Meeting Created' }],
        },
        {
          name: 'm365_outlook_meetings_interacted',
          title: 'Meeting requests answered',
          unit: '{meeting}',
          help: 'Meeting requests that users accepted, tentatively accepted, declined or cancelled on the report date.',
          trend: 'activity',
          columns: [{ header: 'Meeting Interacted' }],
        },
      ],
    },
    {
      name: 'getEmailActivityUserCounts',
      title: 'Email users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_activity_users',
          title: 'Email users by activity',
          unit: '{user}',
          help: 'Users active in email and calendar on the report date, by activity; one user may count under several.',
          trend: 'activity',
          columns: [
            { header: 'Send', labels: { activity: 'send' } },
            { header: 'Receive', labels: { activity: 'receive' } },
            { header: 'Read', labels: { activity: 'read' } },
            { header: 'Meeting Created', labels: { activity: 'meeting_created' } },
            { header: 'Meeting Interacted', labels: { activity: 'meeting_interacted' } },
          ],
        },
      ],
    },
    {
      name: 'getEmailAppUsageUserCounts',
      title: 'Email users by app',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_app_users',
          title: 'Email users by app',
          unit: '{user}',
          help: 'Users who connected to Exchange Online on the report date, by email app; one user may count under several.',
          trend: 'activity',
          columns: APPS,
        },
      ],
    },
    {
      name: 'getEmailAppUsageAppsUserCounts',
      title: 'Email users by app, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_outlook_period_app_users',
          title: 'Email users by app, whole period',
          unit: '{user}',
          help: 'Users who connected to Exchange Online during the report period, by email app; one user may count under several.',
          columns: APPS,
        },
      ],
    },
    {
      name: 'getEmailAppUsageVersionsUserCounts',
      title: 'Outlook users by version, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_outlook_period_version_users',
          title: 'Outlook users by version, whole period',
          unit: '{user}',
          help: 'Users of Outlook for Windows during the report period, by version; one user may count under several.',
          columns: [
            { header: 'Outlook 2016', labels: { version: 'outlook_2016' } },
            { header: 'Outlook 2013', labels: { version: 'outlook_2013' } },
            { header: 'Outlook 2010', labels: { version: 'outlook_2010' } },
            { header: 'Outlook 2007', labels: { version: 'outlook_2007' } },
            { header: 'Undetermined', labels: { version: 'undetermined' } },
            { header: 'Outlook M365', labels: { version: 'outlook_m365' } },
            { header: 'Outlook 2019', labels: { version: 'outlook_2019' } },
          ],
        },
      ],
    },
    {
      name: 'getMailboxUsageMailboxCounts',
      title: 'Mailboxes',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_mailboxes',
          title: 'Mailboxes',
          unit: '{mailbox}',
          help: 'User mailboxes that existed on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_outlook_mailboxes_active',
          title: 'Active mailboxes',
          unit: '{mailbox}',
          help: 'User mailboxes whose user sent or read email on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active' }],
        },
      ],
    },
    {
      name: 'getMailboxUsageQuotaStatusMailboxCounts',
      title: 'Mailboxes by quota status',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_quota_mailboxes',
          title: 'Mailboxes by quota status',
          unit: '{mailbox}',
          help: 'User mailboxes by how they stood against their storage quota on the report date.',
          columns: [
            { header: 'Under Limit', labels: { quota_status: 'under_limit' } },
            { header: 'Warning Issued', labels: { quota_status: 'warning_issued' } },
            { header: 'Send Prohibited', labels: { quota_status: 'send_prohibited' } },
            { header: 'Send/Receive Prohibited', labels: { quota_status: 'send_receive_prohibited' } },
            { header: 'Indeterminate', labels: { quota_status: 'indeterminate' } },
          ],
        },
      ],
    },
    {
      name: 'getMailboxUsageStorage',
      title: 'Mailbox storage',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_outlook_storage_used_bytes',
          title: 'Mailbox storage used',
          unit: 'By',
          help: 'Storage that user mailboxes took up on the report date.',
          columns: [{ header: 'Storage Used (Byte)', spellings: ['storageUsedInBytes'] }],
        },
      ],
    },
  ],
};
