import type { ColumnEntry, Product } from './types.ts';

const DEVICES: readonly ColumnEntry[] = [
  { header: 'Web', labels: { device: 'web' } },
  // Deprecated: always 0, kept for compatibility.
  { header: 'Windows Phone', labels: { device: 'windows_phone' }, trend: 'level' },
  { header: 'Android Phone', labels: { device: 'android_phone' } },
  { header: 'iOS', labels: { device: 'ios' } },
  { header: 'Mac', labels: { device: 'mac' } },
  { header: 'Windows', labels: { device: 'windows' } },
  { header: 'Chrome OS', labels: { device: 'chrome_os' } },
  { header: 'Linux', labels: { device: 'linux' } },
];

/** `Team Chat` is what people write in the channels of a team. */
const MESSAGES_BY_CONVERSATION: readonly ColumnEntry[] = [
  { header: 'Team Chat Messages', labels: { conversation: 'channel' } },
  { header: 'Private Chat Messages', labels: { conversation: 'private' } },
];

const CHANNEL_MESSAGES: readonly ColumnEntry[] = [
  { header: 'Post Messages', labels: { message: 'post' } },
  { header: 'Reply Messages', labels: { message: 'reply' } },
];

const CALLS: readonly ColumnEntry[] = [{ header: 'Calls' }];

const MEETINGS: readonly ColumnEntry[] = [{ header: 'Meetings' }];

const MEETINGS_ORGANIZED: readonly ColumnEntry[] = [
  { header: 'Meetings Organized', spellings: ['Meetings Organized Count'] },
];

const MEETINGS_ATTENDED: readonly ColumnEntry[] = [
  { header: 'Meetings Attended', spellings: ['Meetings Attended Count'] },
];

const MEDIA_DURATIONS: readonly ColumnEntry[] = [
  { header: 'Audio Duration', labels: { media: 'audio' } },
  { header: 'Video Duration', labels: { media: 'video' } },
  { header: 'Screen Share Duration', labels: { media: 'screen_share' } },
];

const USERS_BY_ACTIVITY: readonly ColumnEntry[] = [
  { header: 'Team Chat Messages', labels: { activity: 'channel_messages' } },
  { header: 'Private Chat Messages', labels: { activity: 'private_messages' } },
  { header: 'Calls', labels: { activity: 'calls' } },
  { header: 'Meetings', labels: { activity: 'meetings' } },
];

/** Only the daily reports say who did nothing but something else, such as reading. */
const USERS_BY_ACTIVITY_OR_OTHER: readonly ColumnEntry[] = [
  ...USERS_BY_ACTIVITY,
  { header: 'Other Actions', labels: { activity: 'other_actions' } },
];

/**
 * Microsoft Teams. Of the device and user activity reports, those with `Total` in their name count users with and
 * without a licence and exist in beta only; the others count licensed users.
 */
export const teams: Product = {
  name: 'teams',
  title: 'Microsoft Teams',
  ifNoneMatch: false,
  reports: [
    {
      name: 'getTeamsDeviceUsageUserCounts',
      title: 'Teams users by device',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_teams_device_users',
          title: 'Teams users by device',
          unit: '{user}',
          help: 'Licensed users active in Teams on the report date, by device; one user may count under several.',
          trend: 'activity',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getTeamsDeviceUsageDistributionUserCounts',
      title: 'Teams users by device, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_teams_period_device_users',
          title: 'Teams users by device, whole period',
          unit: '{user}',
          help: 'Licensed users active in Teams during the report period, by device; one user may count under several.',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getTeamsDeviceUsageTotalUserCounts',
      title: 'Teams users by device, with and without a license',
      kind: 'daily',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_device_all_users',
          title: 'All Teams users by device',
          unit: '{user}',
          help: 'Users, licensed or not, active in Teams on the report date, by device; one user may count under several.',
          trend: 'activity',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getTeamsDeviceUsageDistributionTotalUserCounts',
      title: 'Teams users by device, with and without a license, whole period',
      kind: 'whole_period',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_period_device_all_users',
          title: 'All Teams users by device, whole period',
          unit: '{user}',
          help: 'Users, licensed or not, active in Teams during the report period, by device; one user may count under several.',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityCounts',
      title: 'Teams activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_teams_messages',
          title: 'Teams messages sent',
          unit: '{message}',
          help: 'Messages that licensed users sent in Teams channels and private chats on the report date.',
          trend: 'activity',
          columns: MESSAGES_BY_CONVERSATION,
        },
        {
          name: 'm365_teams_channel_messages',
          title: 'Teams channel posts and replies',
          unit: '{message}',
          help: 'Channel messages that licensed users sent on the report date, split into new posts and replies; m365_teams_messages holds them as one number.',
          trend: 'activity',
          columns: CHANNEL_MESSAGES,
        },
        {
          name: 'm365_teams_calls',
          title: 'Teams one-to-one calls',
          unit: '{call}',
          help: 'One-to-one Teams calls that licensed users took part in on the report date.',
          trend: 'activity',
          columns: CALLS,
        },
        {
          name: 'm365_teams_meetings',
          title: 'Teams meetings',
          unit: '{meeting}',
          help: 'Teams meetings of licensed users on the report date.',
          trend: 'activity',
          columns: MEETINGS,
        },
        {
          name: 'm365_teams_meetings_organized',
          title: 'Teams meetings organized',
          unit: '{meeting}',
          help: 'Teams meetings that licensed users organized on the report date.',
          trend: 'activity',
          columns: MEETINGS_ORGANIZED,
        },
        {
          name: 'm365_teams_meetings_attended',
          title: 'Teams meetings attended',
          unit: '{meeting}',
          help: 'Teams meetings that licensed users attended on the report date.',
          trend: 'activity',
          columns: MEETINGS_ATTENDED,
        },
        {
          name: 'm365_teams_media_seconds',
          title: 'Teams time in audio, video and screen sharing',
          unit: 's',
          help: 'Time licensed users spent with audio, video and screen sharing in Teams on the report date; the same moment may count under several.',
          cell: 'duration',
          trend: 'activity',
          columns: MEDIA_DURATIONS,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityTotalCounts',
      title: 'Teams activity, with and without a license',
      kind: 'daily',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_all_users_messages',
          title: 'Teams messages sent by all users',
          unit: '{message}',
          help: 'Messages that users, licensed or not, sent in Teams channels and private chats on the report date.',
          trend: 'activity',
          columns: MESSAGES_BY_CONVERSATION,
        },
        {
          name: 'm365_teams_all_users_channel_messages',
          title: 'Teams channel posts and replies by all users',
          unit: '{message}',
          help: 'Channel messages that users, licensed or not, sent on the report date, split into new posts and replies; m365_teams_all_users_messages holds them as one number.',
          trend: 'activity',
          columns: CHANNEL_MESSAGES,
        },
        {
          name: 'm365_teams_all_users_calls',
          title: 'Teams one-to-one calls of all users',
          unit: '{call}',
          help: 'One-to-one Teams calls that users, licensed or not, took part in on the report date.',
          trend: 'activity',
          columns: CALLS,
        },
        {
          name: 'm365_teams_all_users_meetings',
          title: 'Teams meetings of all users',
          unit: '{meeting}',
          help: 'Teams meetings of users, licensed or not, on the report date.',
          trend: 'activity',
          columns: MEETINGS,
        },
        {
          name: 'm365_teams_all_users_meetings_organized',
          title: 'Teams meetings organized by all users',
          unit: '{meeting}',
          help: 'Teams meetings that users, licensed or not, organized on the report date.',
          trend: 'activity',
          columns: MEETINGS_ORGANIZED,
        },
        {
          name: 'm365_teams_all_users_meetings_attended',
          title: 'Teams meetings attended by all users',
          unit: '{meeting}',
          help: 'Teams meetings that users, licensed or not, attended on the report date.',
          trend: 'activity',
          columns: MEETINGS_ATTENDED,
        },
        {
          name: 'm365_teams_all_users_media_seconds',
          title: 'Teams time of all users in audio, video and screen sharing',
          unit: 's',
          help: 'Time users, licensed or not, spent with audio, video and screen sharing in Teams on the report date; the same moment may count under several.',
          cell: 'duration',
          trend: 'activity',
          columns: MEDIA_DURATIONS,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityTotalDistributionCounts',
      title: 'Teams activity, with and without a license, whole period',
      kind: 'whole_period',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_period_all_users_messages',
          title: 'Teams messages sent by all users, whole period',
          unit: '{message}',
          help: 'Messages that users, licensed or not, sent in Teams channels and private chats during the report period.',
          columns: MESSAGES_BY_CONVERSATION,
        },
        {
          name: 'm365_teams_period_all_users_channel_messages',
          title: 'Teams channel posts and replies by all users, whole period',
          unit: '{message}',
          help: 'Channel messages that users, licensed or not, sent during the report period, split into new posts and replies; m365_teams_period_all_users_messages holds them as one number.',
          columns: CHANNEL_MESSAGES,
        },
        {
          name: 'm365_teams_period_all_users_calls',
          title: 'Teams one-to-one calls of all users, whole period',
          unit: '{call}',
          help: 'One-to-one Teams calls that users, licensed or not, took part in during the report period.',
          columns: CALLS,
        },
        {
          name: 'm365_teams_period_all_users_meetings',
          title: 'Teams meetings of all users, whole period',
          unit: '{meeting}',
          help: 'Teams meetings of users, licensed or not, during the report period.',
          columns: MEETINGS,
        },
        {
          name: 'm365_teams_period_all_users_meetings_organized',
          title: 'Teams meetings organized by all users, whole period',
          unit: '{meeting}',
          help: 'Teams meetings that users, licensed or not, organized during the report period.',
          columns: MEETINGS_ORGANIZED,
        },
        {
          name: 'm365_teams_period_all_users_meetings_attended',
          title: 'Teams meetings attended by all users, whole period',
          unit: '{meeting}',
          help: 'Teams meetings that users, licensed or not, attended during the report period.',
          columns: MEETINGS_ATTENDED,
        },
        {
          name: 'm365_teams_period_all_users_media_seconds',
          title: 'Teams time of all users in audio, video and screen sharing, whole period',
          unit: 's',
          help: 'Time users, licensed or not, spent with audio, video and screen sharing in Teams during the report period; the same moment may count under several.',
          cell: 'duration',
          columns: MEDIA_DURATIONS,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityUserCounts',
      title: 'Teams users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_teams_activity_users',
          title: 'Teams users by activity',
          unit: '{user}',
          help: 'Licensed users active in Teams on the report date, by activity; one user may count under several.',
          trend: 'activity',
          columns: USERS_BY_ACTIVITY_OR_OTHER,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityTotalUserCounts',
      title: 'Teams users by activity, with and without a license',
      kind: 'daily',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_activity_all_users',
          title: 'All Teams users by activity',
          unit: '{user}',
          help: 'Users, licensed or not, active in Teams on the report date, by activity; one user may count under several.',
          trend: 'activity',
          columns: USERS_BY_ACTIVITY_OR_OTHER,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityDistributionUserCounts',
      title: 'Teams users by activity, whole period',
      kind: 'whole_period',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_period_activity_users',
          title: 'Teams users by activity, whole period',
          unit: '{user}',
          help: 'Licensed users active in Teams during the report period, by activity; one user may count under several.',
          columns: USERS_BY_ACTIVITY,
        },
      ],
    },
    {
      name: 'getTeamsUserActivityDistributionTotalUserCounts',
      title: 'Teams users by activity, with and without a license, whole period',
      kind: 'whole_period',
      versions: ['beta'],
      metrics: [
        {
          name: 'm365_teams_period_activity_all_users',
          title: 'All Teams users by activity, whole period',
          unit: '{user}',
          help: 'Users, licensed or not, active in Teams during the report period, by activity; one user may count under several.',
          columns: USERS_BY_ACTIVITY,
        },
      ],
    },
    {
      name: 'getTeamsTeamActivityCounts',
      title: 'Activity in teams',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_teams_team_active_users',
          title: 'Active users in teams',
          unit: '{user}',
          help: 'Users active in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active Users' }],
        },
        {
          name: 'm365_teams_team_active_channels',
          title: 'Active channels in teams',
          unit: '{channel}',
          help: 'Channels of teams with an active user on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active Channels' }],
        },
        {
          name: 'm365_teams_team_guests',
          title: 'Active guests in teams',
          unit: '{user}',
          help: 'Guests active in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Guests' }],
        },
        {
          name: 'm365_teams_team_reactions',
          title: 'Reactions in teams',
          unit: '{reaction}',
          help: 'Reactions to messages in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Reactions' }],
        },
        {
          name: 'm365_teams_team_meetings_organized',
          title: 'Meetings organized in teams',
          unit: '{meeting}',
          help: 'Meetings organized in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Meetings Organized' }],
        },
        {
          name: 'm365_teams_team_channel_messages',
          title: 'Channel messages in teams',
          unit: '{message}',
          help: 'Messages sent in the channels of teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Channel Messages' }],
        },
        {
          name: 'm365_teams_team_posts',
          title: 'Posts in teams',
          unit: '{message}',
          help: 'New posts in the channels of teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Post Messages' }],
        },
        {
          name: 'm365_teams_team_replies',
          title: 'Replies in teams',
          unit: '{message}',
          help: 'Replies to posts in the channels of teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Reply Messages' }],
        },
        {
          name: 'm365_teams_team_urgent_messages',
          title: 'Urgent messages in teams',
          unit: '{message}',
          help: 'Messages marked urgent in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Urgent Messages' }],
        },
        {
          name: 'm365_teams_team_mentions',
          title: 'Mentions in teams',
          unit: '{mention}',
          help: 'Mentions in messages in teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Mentions' }],
        },
        {
          name: 'm365_teams_team_active_shared_channels',
          title: 'Active shared channels in teams',
          unit: '{channel}',
          help: 'Shared channels of teams with an active user on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active Shared Channels' }],
        },
        {
          name: 'm365_teams_team_active_external_users',
          title: 'Active external users in teams',
          unit: '{user}',
          help: 'Users of other tenants active in shared channels of teams on the report date.',
          trend: 'activity',
          columns: [{ header: 'Active External Users' }],
        },
      ],
    },
    {
      name: 'getTeamsTeamActivityDistributionCounts',
      title: 'Activity in teams, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_teams_period_team_active_users',
          title: 'Active users in teams, whole period',
          unit: '{user}',
          help: 'Users active in teams during the report period.',
          columns: [{ header: 'Active Users' }],
        },
        {
          name: 'm365_teams_period_team_active_channels',
          title: 'Active channels in teams, whole period',
          unit: '{channel}',
          help: 'Channels of teams with an active user during the report period.',
          columns: [{ header: 'Active Channels' }],
        },
        {
          name: 'm365_teams_period_team_guests',
          title: 'Active guests in teams, whole period',
          unit: '{user}',
          help: 'Guests active in teams during the report period.',
          columns: [{ header: 'Guests' }],
        },
        {
          name: 'm365_teams_period_team_reactions',
          title: 'Reactions in teams, whole period',
          unit: '{reaction}',
          help: 'Reactions to messages in teams during the report period.',
          columns: [{ header: 'Reactions' }],
        },
        {
          name: 'm365_teams_period_team_meetings_organized',
          title: 'Meetings organized in teams, whole period',
          unit: '{meeting}',
          help: 'Meetings organized in teams during the report period.',
          columns: [{ header: 'Meetings Organized' }],
        },
        {
          name: 'm365_teams_period_team_channel_messages',
          title: 'Channel messages in teams, whole period',
          unit: '{message}',
          help: 'Messages sent in the channels of teams during the report period.',
          columns: [{ header: 'Channel Messages' }],
        },
        {
          name: 'm365_teams_period_team_posts',
          title: 'Posts in teams, whole period',
          unit: '{message}',
          help: 'New posts in the channels of teams during the report period.',
          columns: [{ header: 'Post Messages' }],
        },
        {
          name: 'm365_teams_period_team_replies',
          title: 'Replies in teams, whole period',
          unit: '{message}',
          help: 'Replies to posts in the channels of teams during the report period.',
          columns: [{ header: 'Reply Messages' }],
        },
        {
          name: 'm365_teams_period_team_urgent_messages',
          title: 'Urgent messages in teams, whole period',
          unit: '{message}',
          help: 'Messages marked urgent in teams during the report period.',
          columns: [{ header: 'Urgent Messages' }],
        },
        {
          name: 'm365_teams_period_team_mentions',
          title: 'Mentions in teams, whole period',
          unit: '{mention}',
          help: 'Mentions in messages in teams during the report period.',
          columns: [{ header: 'Mentions' }],
        },
        {
          name: 'm365_teams_period_team_active_shared_channels',
          title: 'Active shared channels in teams, whole period',
          unit: '{channel}',
          help: 'Shared channels of teams with an active user during the report period.',
          columns: [{ header: 'Active Shared Channels' }],
        },
        {
          name: 'm365_teams_period_team_active_external_users',
          title: 'Active external users in teams, whole period',
          unit: '{user}',
          help: 'Users of other tenants active in shared channels of teams during the report period.',
          columns: [{ header: 'Active External Users' }],
        },
      ],
    },
    {
      name: 'getTeamsTeamCounts',
      title: 'Teams by visibility',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_teams_teams',
          title: 'Teams by visibility',
          unit: '{team}',
          help: 'Teams that existed on the report date, by visibility.',
          columns: [
            { header: 'Public Teams', labels: { visibility: 'public' } },
            { header: 'Private Teams', labels: { visibility: 'private' } },
          ],
        },
        {
          name: 'm365_teams_teams_active',
          title: 'Active teams by visibility',
          unit: '{team}',
          help: 'Teams that were active on the report date, by visibility.',
          trend: 'activity',
          columns: [
            { header: 'Active Public Teams', labels: { visibility: 'public' } },
            { header: 'Active Private Teams', labels: { visibility: 'private' } },
          ],
        },
      ],
    },
  ],
};
