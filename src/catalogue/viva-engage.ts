import type { ColumnEntry, Product } from './types.ts';

const DEVICES: readonly ColumnEntry[] = [
  { header: 'Web', labels: { device: 'web' } },
  // The platform has ended.
  { header: 'Windows Phone', labels: { device: 'windows_phone' }, trend: 'level' },
  { header: 'Android Phone', labels: { device: 'android_phone' } },
  { header: 'iPhone', labels: { device: 'iphone' } },
  { header: 'iPad', labels: { device: 'ipad' } },
  { header: 'Other', labels: { device: 'other' } },
];

/** Viva Engage was called Yammer; in Graph's function and column names it still is. */
export const vivaEngage: Product = {
  name: 'viva-engage',
  title: 'Viva Engage',

  reports: [
    {
      name: 'getYammerActivityCounts',
      title: 'Viva Engage activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_viva_engage_messages_liked',
          title: 'Viva Engage messages liked',
          unit: '{message}',
          help: 'Viva Engage messages that users liked on the report date.',
          trend: 'activity',
          columns: [{ header: 'Liked' }],
        },
        {
          name: 'm365_viva_engage_messages_posted',
          title: 'Viva Engage messages posted',
          unit: '{message}',
          help: 'Viva Engage messages that users posted on the report date.',
          trend: 'activity',
          columns: [{ header: 'Posted' }],
        },
        {
          name: 'm365_viva_engage_messages_read',
          title: 'Viva Engage messages read',
          unit: '{message}',
          help: 'Viva Engage messages that users read on the report date.',
          trend: 'activity',
          columns: [{ header: 'Read' }],
        },
      ],
    },
    {
      name: 'getYammerActivityUserCounts',
      title: 'Viva Engage users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_viva_engage_activity_users',
          title: 'Viva Engage users by activity',
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
      title: 'Viva Engage users by device',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_viva_engage_device_users',
          title: 'Viva Engage users by device',
          unit: '{user}',
          help: 'Users of Viva Engage on the report date, by device; one user may count under several.',
          trend: 'activity',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getYammerDeviceUsageDistributionUserCounts',
      title: 'Viva Engage users by device, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_viva_engage_period_device_users',
          title: 'Viva Engage users by device, whole period',
          unit: '{user}',
          help: 'Users of Viva Engage during the report period, by device; one user may count under several.',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getYammerGroupsActivityCounts',
      title: 'Viva Engage activity in communities',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_viva_engage_group_messages_liked',
          title: 'Viva Engage community messages liked',
          unit: '{message}',
          help: 'Messages liked in Viva Engage groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Liked' }],
        },
        {
          name: 'm365_viva_engage_group_messages_posted',
          title: 'Viva Engage community messages posted',
          unit: '{message}',
          help: 'Messages posted in Viva Engage groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Posted' }],
        },
        {
          name: 'm365_viva_engage_group_messages_read',
          title: 'Viva Engage community messages read',
          unit: '{message}',
          help: 'Messages read in Viva Engage groups on the report date.',
          trend: 'activity',
          columns: [{ header: 'Read' }],
        },
      ],
    },
    {
      name: 'getYammerGroupsActivityGroupCounts',
      title: 'Viva Engage communities',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_viva_engage_groups',
          title: 'Viva Engage communities',
          unit: '{group}',
          help: 'Viva Engage groups that existed on the report date.',
          columns: [{ header: 'Total' }],
        },
        {
          name: 'm365_viva_engage_groups_active',
          title: 'Active Viva Engage communities',
          unit: '{group}',
          help: 'Viva Engage groups with conversations on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active' }],
        },
      ],
    },
  ],
};
