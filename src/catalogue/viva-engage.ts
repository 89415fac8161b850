import { BOTH_VERSIONS, type Column, type Report } from './types.ts';

const DEVICES: readonly Column[] = [
  { header: 'Web', labels: { device: 'web' } },
  // The platform has ended.
  { header: 'Windows Phone', labels: { device: 'windows_phone' }, trend: 'level' },
  { header: 'Android Phone', labels: { device: 'android_phone' } },
  { header: 'iPhone', labels: { device: 'iphone' } },
  { header: 'iPad', labels: { device: 'ipad' } },
  { header: 'Other', labels: { device: 'other' } },
];

/** Viva Engage was called Yammer; in Graph's function and column names it still is. */
export const vivaEngageReports: readonly Report[] = [
  {
    name: 'getYammerActivityCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammeractivitycounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_messages_liked',
        unit: '{message}',
        help: 'Viva Engage messages that users liked on the report date.',
        trend: 'activity',
        columns: [{ header: 'Liked', labels: {} }],
      },
      {
        name: 'm365_viva_engage_messages_posted',
        unit: '{message}',
        help: 'Viva Engage messages that users posted on the report date.',
        trend: 'activity',
        columns: [{ header: 'Posted', labels: {} }],
      },
      {
        name: 'm365_viva_engage_messages_read',
        unit: '{message}',
        help: 'Viva Engage messages that users read on the report date.',
        trend: 'activity',
        columns: [{ header: 'Read', labels: {} }],
      },
    ],
  },
  {
    name: 'getYammerActivityUserCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammeractivityusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_activity_users',
        unit: '{user}',
        help: 'Users active in Viva Engage on the report date, by activity; one user may count under several.',
        trend: 'activity',
        columns: [
          { header: 'Liked', labels: { activity: 'liked' } },
          { header: 'Posted', labels: { activity: 'posted' } },
          { header: 'Read', labels: { activity: 'read' } },
        ],
      },
    ],
  },
  {
    name: 'getYammerDeviceUsageUserCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammerdeviceusageusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_device_users',
        unit: '{user}',
        help: 'Users of Viva Engage on the report date, by device; one user may count under several.',
        trend: 'activity',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getYammerDeviceUsageDistributionUserCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammerdeviceusagedistributionusercounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_period_device_users',
        unit: '{user}',
        help: 'Users of Viva Engage during the report period, by device; one user may count under several.',
        trend: 'level',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getYammerGroupsActivityCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammergroupsactivitycounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_group_messages_liked',
        unit: '{message}',
        help: 'Messages liked in Viva Engage groups on the report date.',
        trend: 'activity',
        columns: [{ header: 'Liked', labels: {} }],
      },
      {
        name: 'm365_viva_engage_group_messages_posted',
        unit: '{message}',
        help: 'Messages posted in Viva Engage groups on the report date.',
        trend: 'activity',
        columns: [{ header: 'Posted', labels: {} }],
      },
      {
        name: 'm365_viva_engage_group_messages_read',
        unit: '{message}',
        help: 'Messages read in Viva Engage groups on the report date.',
        trend: 'activity',
        columns: [{ header: 'Read', labels: {} }],
      },
    ],
  },
  {
    name: 'getYammerGroupsActivityGroupCounts',
    product: 'viva-engage',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getyammergroupsactivitygroupcounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_viva_engage_groups',
        unit: '{group}',
        help: 'Viva Engage groups that existed on the report date.',
        trend: 'level',
        columns: [{ header: 'Total', labels: {} }],
      },
      {
        name: 'm365_viva_engage_groups_active',
        unit: '{group}',
        help: 'Viva Engage groups with conversations on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active', labels: {} }],
      },
    ],
  },
];
