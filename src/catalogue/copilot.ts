import type { ColumnEntry, Period, Product } from './types.ts';

/** Version 2 of the reports, the default since 2026-07, has 28 days where version 1 has 30; tenants move one by one. */
const PERIOD_NAMES: Partial<Readonly<Record<Period, readonly string[]>>> = { D30: ['D28', 'D30'] };

// Columns only version 2 has are optional.

const ENABLED_BY_APP: readonly ColumnEntry[] = [
  { header: 'Microsoft Teams Enabled Users', labels: { app: 'teams' } },
  { header: 'Word Enabled Users', labels: { app: 'word' } },
  { header: 'PowerPoint Enabled Users', labels: { app: 'powerpoint' } },
  { header: 'Outlook Enabled Users', labels: { app: 'outlook' } },
  { header: 'Excel Enabled Users', labels: { app: 'excel' } },
  { header: 'OneNote Enabled Users', labels: { app: 'onenote' } },
  { header: 'Loop Enabled Users', labels: { app: 'loop' } },
  { header: 'Copilot Chat Enabled Users', labels: { app: 'copilot_chat' } },
  { header: 'Edge Enabled Users', labels: { app: 'edge' }, optional: true },
  { header: 'Microsoft 365 Copilot Enabled Users', labels: { app: 'microsoft_365_copilot' }, optional: true },
];

const ACTIVE_BY_APP: readonly ColumnEntry[] = [
  { header: 'Microsoft Teams Active Users', labels: { app: 'teams' } },
  { header: 'Word Active Users', labels: { app: 'word' } },
  { header: 'PowerPoint Active Users', labels: { app: 'powerpoint' } },
  { header: 'Outlook Active Users', labels: { app: 'outlook' } },
  { header: 'Excel Active Users', labels: { app: 'excel' } },
  { header: 'OneNote Active Users', labels: { app: 'onenote' } },
  { header: 'Loop Active Users', labels: { app: 'loop' } },
  { header: 'Copilot Chat Active Users', labels: { app: 'copilot_chat' } },
  { header: 'Edge Active Users', labels: { app: 'edge' }, optional: true },
  { header: 'Microsoft 365 Copilot Active Users', labels: { app: 'microsoft_365_copilot' }, optional: true },
];

// `Copilot Chat` is all of Copilot Chat and (work) and (web) are its parts, so the two stand in metrics of their own:
// https://learn.microsoft.com/microsoft-365/admin/activity-reports/microsoft-365-copilot-usage

const ENABLED_BY_CHAT: readonly ColumnEntry[] = [
  { header: 'Copilot Chat (work) Enabled Users', labels: { chat: 'work' }, optional: true },
  { header: 'Copilot Chat (web) Enabled Users', labels: { chat: 'web' }, optional: true },
];

const ACTIVE_BY_CHAT: readonly ColumnEntry[] = [
  { header: 'Copilot Chat (work) Active Users', labels: { chat: 'work' }, optional: true },
  { header: 'Copilot Chat (web) Active Users', labels: { chat: 'web' }, optional: true },
];

/**
 * Microsoft 365 Copilot. Only users with a licence for it are counted. These reports refresh less regularly than
 * the others, so their limit of staleness is wider.
 */
export const copilot: Product = {
  name: 'copilot',
  title: 'Microsoft 365 Copilot',
  ifNoneMatch: false,
  staleAfterDays: 10,
  reports: [
    {
      name: 'getMicrosoft365CopilotUserCountSummary',
      title: 'Copilot users, whole period',
      docs: 'https://learn.microsoft.com/microsoft-365/copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusercountsummary',
      kind: 'whole_period',
      periodNames: PERIOD_NAMES,
      v1Folder: 'copilot/reports',
      metrics: [
        {
          name: 'm365_copilot_period_users_enabled',
          title: 'Copilot licensed users by app, whole period',
          unit: '{user}',
          help: 'Users licensed for Microsoft 365 Copilot in the app during the report period; one user may count under several apps.',
          columns: ENABLED_BY_APP,
        },
        {
          name: 'm365_copilot_period_users_active',
          title: 'Copilot active users by app, whole period',
          unit: '{user}',
          help: 'Licensed users who used Microsoft 365 Copilot in the app during the report period; one user may count under several apps.',
          columns: ACTIVE_BY_APP,
        },
        {
          name: 'm365_copilot_period_any_app_users_enabled',
          title: 'Copilot licensed users, whole period',
          unit: '{user}',
          help: 'Users licensed for Microsoft 365 Copilot in any app during the report period.',
          columns: [{ header: 'Any App Enabled Users' }],
        },
        {
          name: 'm365_copilot_period_any_app_users_active',
          title: 'Copilot active users, whole period',
          unit: '{user}',
          help: 'Licensed users who used Microsoft 365 Copilot in any app during the report period.',
          columns: [{ header: 'Any App Active Users' }],
        },
        {
          name: 'm365_copilot_period_chat_users_enabled',
          title: 'Copilot Chat licensed users, whole period',
          unit: '{user}',
          help: 'Users licensed for Copilot Chat grounded in work data or in the web during the report period; one user may count under both.',
          columns: ENABLED_BY_CHAT,
        },
        {
          name: 'm365_copilot_period_chat_users_active',
          title: 'Copilot Chat active users, whole period',
          unit: '{user}',
          help: 'Licensed users who used Copilot Chat grounded in work data or in the web during the report period; one user may count under both.',
          columns: ACTIVE_BY_CHAT,
        },
        {
          name: 'm365_copilot_period_prompts',
          title: 'Copilot Chat prompts, whole period',
          unit: '{prompt}',
          help: 'Prompts that licensed users sent to Copilot Chat during the report period.',
          columns: [{ header: 'Total prompts submitted', optional: true }],
        },
        {
          // The one decimal among all the columns.
          name: 'm365_copilot_period_prompts_per_user',
          title: 'Copilot Chat prompts per active user, whole period',
          unit: '{prompt}',
          help: 'Prompts that an active licensed user sent to Copilot Chat on average during the report period.',
          isAverage: true,
          columns: [{ header: 'Average prompts submitted', optional: true }],
        },
      ],
    },
    {
      name: 'getMicrosoft365CopilotUserCountTrend',
      title: 'Copilot users',
      docs: 'https://learn.microsoft.com/microsoft-365/copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusercounttrend',
      kind: 'daily',
      periodNames: PERIOD_NAMES,
      v1Folder: 'copilot/reports',
      metrics: [
        {
          name: 'm365_copilot_users_enabled',
          title: 'Copilot licensed users by app',
          unit: '{user}',
          help: 'Users licensed for Microsoft 365 Copilot in the app on the report date; one user may count under several apps.',
          columns: ENABLED_BY_APP,
        },
        {
          name: 'm365_copilot_users_active',
          title: 'Copilot active users by app',
          unit: '{user}',
          help: 'Licensed users who used Microsoft 365 Copilot in the app on the report date; one user may count under several apps.',
          trend: 'activity',
          columns: ACTIVE_BY_APP,
        },
        {
          name: 'm365_copilot_any_app_users_enabled',
          title: 'Copilot licensed users',
          unit: '{user}',
          help: 'Users licensed for Microsoft 365 Copilot in any app on the report date.',
          columns: [{ header: 'Any App Enabled Users' }],
        },
        {
          name: 'm365_copilot_any_app_users_active',
          title: 'Copilot active users',
          unit: '{user}',
          help: 'Licensed users who used Microsoft 365 Copilot in any app on the report date.',
          trend: 'activity',
          columns: [{ header: 'Any App Active Users' }],
        },
        {
          name: 'm365_copilot_chat_users_enabled',
          title: 'Copilot Chat licensed users',
          unit: '{user}',
          help: 'Users licensed for Copilot Chat grounded in work data or in the web on the report date; one user may count under both.',
          columns: ENABLED_BY_CHAT,
        },
        {
          name: 'm365_copilot_chat_users_active',
          title: 'Copilot Chat active users',
          unit: '{user}',
          help: 'Licensed users who used Copilot Chat grounded in work data or in the web on the report date; one user may count under both.',
          trend: 'activity',
          columns: ACTIVE_BY_CHAT,
        },
        {
          name: 'm365_copilot_prompts',
          title: 'Copilot Chat prompts',
          unit: '{prompt}',
          help: 'Prompts that licensed users sent to Copilot Chat on the report date.',
          trend: 'activity',
          columns: [{ header: 'Prompts submitted', optional: true }],
        },
      ],
    },
  ],
};
