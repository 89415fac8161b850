import { BOTH_VERSIONS, type Column, type Report } from './types.ts';

const DEVICES: readonly Column[] = [
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
const MESSAGES_BY_CONVERSATION: readonly Column[] = [
  { header: 'Team Chat Messages', labels: { conversation: 'channel' } },
  { header: 'Private Chat Messages', labels: { conversation: 'private' } },
];

const CHANNEL_MESSAGES: readonly Column[] = [
  { header: 'Post Messages', labels: { message: 'post' } },
  { header: 'Reply Messages', labels: { message: 'reply' } },
];

const CALLS: readonly Column[] = [{ header: 'Calls', labels: {} }];

const MEETINGS: readonly Column[] = [{ header: 'Meetings', labels: {} }];

const MEETINGS_ORGANIZED: readonly Column[] = [
  { header: 'Meetings Organized', spellings: ['Meetings Organized Count'], labels: {} },
];

const MEETINGS_ATTENDED: readonly Column[] = [
  { header: 'Meetings Attended', spellings: ['Meetings Attended Count'], labels: {} },
];

const MEDIA_DURATIONS: readonly Column[] = [
  { header: 'Audio Duration', labels: { media: 'audio' } },
  { header: 'Video Duration', labels: { media: 'video' } },
  { header: 'Screen Share Duration', labels: { media: 'screen_share' } },
];

const USERS_BY_ACTIVITY: readonly Column[] = [
  { header: 'Team Chat Messages', labels: { activity: 'channel_messages' } },
  { header: 'Private Chat Messages', labels: { activity: 'private_messages' } },
  { header: 'Calls', labels: { activity: 'calls' } },
  { header: 'Meetings', labels: { activity: 'meetings' } },
];

/** Only the daily reports say who did nothing but something else, such as reading. */
const USERS_BY_ACTIVITY_OR_OTHER: readonly Column[] = [
  ...USERS_BY_ACTIVITY,
  { header: 'Other Actions', labels: { activity: 'other_actions' } },
];

/**
 * Microsoft Teams. Of the device and user activity reports, those with `Total` in their name count users with and
 * without a licence and exist in beta only; the others count licensed users.
 */
export const teamsReports: readonly Report[] = [
  {
    name: 'getTeamsDeviceUsageUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsdeviceusageusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_device_users',
        unit: '{user}',
        help: 'Licensed users active in Teams on the report date, by device; one user may count under several.',
        trend: 'activity',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getTeamsDeviceUsageDistributionUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsdeviceusagedistributionusercounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_device_users',
        unit: '{user}',
        help: 'Licensed users active in Teams during the report period, by device; one user may count under several.',
        trend: 'level',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getTeamsDeviceUsageTotalUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsdeviceusagetotalusercounts?view=graph-rest-beta',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_device_all_users',
        unit: '{user}',
        help: 'Users, licensed or not, active in Teams on the report date, by device; one user may count under several.',
        trend: 'activity',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getTeamsDeviceUsageDistributionTotalUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsdeviceusagedistributiontotalusercounts?view=graph-rest-beta',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_device_all_users',
        unit: '{user}',
        help: 'Users, licensed or not, active in Teams during the report period, by device; one user may count under several.',
        trend: 'level',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getTeamsUserActivityCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitycounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_messages',
        unit: '{message}',
        help: 'Messages that licensed users sent in Teams channels and private chats on the report date.',
        trend: 'activity',
        columns: MESSAGES_BY_CONVERSATION,
      },
      {
        name: 'm365_teams_channel_messages',
        unit: '{message}',
        help: 'Channel messages that licensed users sent on the report date, split into new posts and replies; m365_teams_messages holds them as one number.',
        trend: 'activity',
        columns: CHANNEL_MESSAGES,
      },
      {
        name: 'm365_teams_calls',
        unit: '{call}',
        help: 'One-to-one Teams calls that licensed users took part in on the report date.',
        trend: 'activity',
        columns: CALLS,
      },
      {
        name: 'm365_teams_meetings',
        unit: '{meeting}',
        help: 'Teams meetings of licensed users on the report date.',
        trend: 'activity',
        columns: MEETINGS,
      },
      {
        name: 'm365_teams_meetings_organized',
        unit: '{meeting}',
        help: 'Teams meetings that licensed users organized on the report date.',
        trend: 'activity',
        columns: MEETINGS_ORGANIZED,
      },
      {
        name: 'm365_teams_meetings_attended',
        unit: '{meeting}',
        help: 'Teams meetings that licensed users attended on the report date.',
        trend: 'activity',
        columns: MEETINGS_ATTENDED,
      },
      {
        name: 'm365_teams_media_seconds',
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
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitytotalcounts?view=graph-rest-beta',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_all_users_messages',
        unit: '{message}',
        help: 'Messages that users, licensed or not, sent in Teams channels and private chats on the report date.',
        trend: 'activity',
        columns: MESSAGES_BY_CONVERSATION,
      },
      {
        name: 'm365_teams_all_users_channel_messages',
        unit: '{message}',
        help: 'Channel messages that users, licensed or not, sent on the report date, split into new posts and replies; m365_teams_all_users_messages holds them as one number.',
        trend: 'activity',
        columns: CHANNEL_MESSAGES,
      },
      {
        name: 'm365_teams_all_users_calls',
        unit: '{call}',
        help: 'One-to-one Teams calls that users, licensed or not, took part in on the report date.',
        trend: 'activity',
        columns: CALLS,
      },
      {
        name: 'm365_teams_all_users_meetings',
        unit: '{meeting}',
        help: 'Teams meetings of users, licensed or not, on the report date.',
        trend: 'activity',
        columns: MEETINGS,
      },
      {
        name: 'm365_teams_all_users_meetings_organized',
        unit: '{meeting}',
        help: 'Teams meetings that users, licensed or not, organized on the report date.',
        trend: 'activity',
        columns: MEETINGS_ORGANIZED,
      },
      {
        name: 'm365_teams_all_users_meetings_attended',
        unit: '{meeting}',
        help: 'Teams meetings that users, licensed or not, attended on the report date.',
        trend: 'activity',
        columns: MEETINGS_ATTENDED,
      },
      {
        name: 'm365_teams_all_users_media_seconds',
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
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitytotaldistributioncounts?view=graph-rest-beta',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_all_users_messages',
        unit: '{message}',
        help: 'Messages that users, licensed or not, sent in Teams channels and private chats during the report period.',
        trend: 'level',
        columns: MESSAGES_BY_CONVERSATION,
      },
      {
        name: 'm365_teams_period_all_users_channel_messages',
        unit: '{message}',
        help: 'Channel messages that users, licensed or not, sent during the report period, split into new posts and replies; m365_teams_period_all_users_messages holds them as one number.',
        trend: 'level',
        columns: CHANNEL_MESSAGES,
      },
      {
        name: 'm365_teams_period_all_users_calls',
        unit: '{call}',
        help: 'One-to-one Teams calls that users, licensed or not, took part in during the report period.',
        trend: 'level',
        columns: CALLS,
      },
      {
        name: 'm365_teams_period_all_users_meetings',
        unit: '{meeting}',
        help: 'Teams meetings of users, licensed or not, during the report period.',
        trend: 'level',
        columns: MEETINGS,
      },
      {
        name: 'm365_teams_period_all_users_meetings_organized',
        unit: '{meeting}',
        help: 'Teams meetings that users, licensed or not, organized during the report period.',
        trend: 'level',
        columns: MEETINGS_ORGANIZED,
      },
      {
        name: 'm365_teams_period_all_users_meetings_attended',
        unit: '{meeting}',
        help: 'Teams meetings that users, licensed or not, attended during the report period.',
        trend: 'level',
        columns: MEETINGS_ATTENDED,
      },
      {
        name: 'm365_teams_period_all_users_media_seconds',
        unit: 's',
        help: 'Time users, licensed or not, spent with audio, video and screen sharing in Teams during the report period; the same moment may count under several.',
        cell: 'duration',
        trend: 'level',
        columns: MEDIA_DURATIONS,
      },
    ],
  },
  {
    name: 'getTeamsUserActivityUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityusercounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_activity_users',
        unit: '{user}',
        help: 'Licensed users active in Teams on the report date, by activity; one user may count under several.',
        trend: 'activity',
        columns: USERS_BY_ACTIVITY_OR_OTHER,
      },
    ],
  },
  {
    name: 'getTeamsUserActivityTotalUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitytotalusercounts?view=graph-rest-beta',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_activity_all_users',
        unit: '{user}',
        help: 'Users, licensed or not, active in Teams on the report date, by activity; one user may count under several.',
        trend: 'activity',
        columns: USERS_BY_ACTIVITY_OR_OTHER,
      },
    ],
  },
  {
    name: 'getTeamsUserActivityDistributionUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitydistributionusercounts?view=graph-rest-beta',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_activity_users',
        unit: '{user}',
        help: 'Licensed users active in Teams during the report period, by activity; one user may count under several.',
        trend: 'level',
        columns: USERS_BY_ACTIVITY,
      },
    ],
  },
  {
    name: 'getTeamsUserActivityDistributionTotalUserCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitydistributiontotalusercounts?view=graph-rest-beta',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_activity_all_users',
        unit: '{user}',
        help: 'Users, licensed or not, active in Teams during the report period, by activity; one user may count under several.',
        trend: 'level',
        columns: USERS_BY_ACTIVITY,
      },
    ],
  },
  {
    name: 'getTeamsTeamActivityCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsteamactivitycounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_team_active_users',
        unit: '{user}',
        help: 'Users active in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active Users', labels: {} }],
      },
      {
        name: 'm365_teams_team_active_channels',
        unit: '{channel}',
        help: 'Channels of teams with an active user on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active Channels', labels: {} }],
      },
      {
        name: 'm365_teams_team_guests',
        unit: '{user}',
        help: 'Guests active in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Guests', labels: {} }],
      },
      {
        name: 'm365_teams_team_reactions',
        unit: '{reaction}',
        help: 'Reactions to messages in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Reactions', labels: {} }],
      },
      {
        name: 'm365_teams_team_meetings_organized',
        unit: '{meeting}',
        help: 'Meetings organized in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Meetings Organized', labels: {} }],
      },
      {
        name: 'm365_teams_team_channel_messages',
        unit: '{message}',
        help: 'Messages sent in the channels of teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Channel Messages', labels: {} }],
      },
      {
        name: 'm365_teams_team_posts',
        unit: '{message}',
        help: 'New posts in the channels of teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Post Messages', labels: {} }],
      },
      {
        name: 'm365_teams_team_replies',
        unit: '{message}',
        help: 'Replies to posts in the channels of teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Reply Messages', labels: {} }],
      },
      {
        name: 'm365_teams_team_urgent_messages',
        unit: '{message}',
        help: 'Messages marked urgent in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Urgent Messages', labels: {} }],
      },
      {
        name: 'm365_teams_team_mentions',
        unit: '{mention}',
        help: 'Mentions in messages in teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Mentions', labels: {} }],
      },
      {
        name: 'm365_teams_team_active_shared_channels',
        unit: '{channel}',
        help: 'Shared channels of teams with an active user on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active Shared Channels', labels: {} }],
      },
      {
        name: 'm365_teams_team_active_external_users',
        unit: '{user}',
        help: 'Users of other tenants active in shared channels of teams on the report date.',
        trend: 'activity',
        columns: [{ header: 'Active External Users', labels: {} }],
      },
    ],
  },
  {
    name: 'getTeamsTeamActivityDistributionCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsteamactivitydistributioncounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_period_team_active_users',
        unit: '{user}',
        help: 'Users active in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Active Users', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_active_channels',
        unit: '{channel}',
        help: 'Channels of teams with an active user during the report period.',
        trend: 'level',
        columns: [{ header: 'Active Channels', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_guests',
        unit: '{user}',
        help: 'Guests active in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Guests', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_reactions',
        unit: '{reaction}',
        help: 'Reactions to messages in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Reactions', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_meetings_organized',
        unit: '{meeting}',
        help: 'Meetings organized in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Meetings Organized', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_channel_messages',
        unit: '{message}',
        help: 'Messages sent in the channels of teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Channel Messages', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_posts',
        unit: '{message}',
        help: 'New posts in the channels of teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Post Messages', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_replies',
        unit: '{message}',
        help: 'Replies to posts in the channels of teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Reply Messages', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_urgent_messages',
        unit: '{message}',
        help: 'Messages marked urgent in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Urgent Messages', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_mentions',
        unit: '{mention}',
        help: 'Mentions in messages in teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Mentions', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_active_shared_channels',
        unit: '{channel}',
        help: 'Shared channels of teams with an active user during the report period.',
        trend: 'level',
        columns: [{ header: 'Active Shared Channels', labels: {} }],
      },
      {
        name: 'm365_teams_period_team_active_external_users',
        unit: '{user}',
        help: 'Users of other tenants active in shared channels of teams during the report period.',
        trend: 'level',
        columns: [{ header: 'Active External Users', labels: {} }],
      },
    ],
  },
  {
    name: 'getTeamsTeamCounts',
    product: 'teams',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getteamsteamcounts',
    kind: 'daily',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: false,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_teams_teams',
        unit: '{team}',
        help: 'Teams that existed on the report date, by visibility.',
        trend: 'level',
        columns: [
          { header: 'Public Teams', labels: { visibility: 'public' } },
          { header: 'Private Teams', labels: { visibility: 'private' } },
        ],
      },
      {
        name: 'm365_teams_teams_active',
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
];
