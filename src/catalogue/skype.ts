import { BOTH_VERSIONS, type Column, type Report } from './types.ts';

const DEVICES: readonly Column[] = [
  { header: 'Windows', labels: { device: 'windows' } },
  { header: 'Windows Phone', labels: { device: 'windows_phone' } },
  { header: 'Android Phone', labels: { device: 'android_phone' } },
  { header: 'iPhone', labels: { device: 'iphone' } },
  { header: 'iPad', labels: { device: 'ipad' } },
];

/** What organizers and participants share; organizers also have Microsoft's own dial-in and dial-out. */
const CONFERENCE_MODALITIES: readonly Column[] = [
  { header: 'IM', labels: { modality: 'im' } },
  { header: 'Audio/Video', labels: { modality: 'audio_video' } },
  { header: 'App Sharing', labels: { modality: 'app_sharing' } },
  { header: 'Web', labels: { modality: 'web' } },
  {
    header: 'Dial-in/out 3rd Party',
    spellings: ['Dial-in/out third Party'],
    labels: { modality: 'dial_in_out_3rd_party' },
  },
];

const ORGANIZER_MODALITIES: readonly Column[] = [
  ...CONFERENCE_MODALITIES,
  { header: 'Dial-in/out Microsoft', labels: { modality: 'dial_in_out_microsoft' } },
];

const PEER_TO_PEER_MODALITIES: readonly Column[] = [
  { header: 'IM', labels: { modality: 'im' } },
  { header: 'Audio', labels: { modality: 'audio' } },
  { header: 'Video', labels: { modality: 'video' } },
  { header: 'App Sharing', labels: { modality: 'app_sharing' } },
  { header: 'File Transfer', labels: { modality: 'file_transfer' } },
];

/**
 * Skype for Business Online ended on 2021-07-31; its reports still answer, with zeros, empty cells or no rows.
 * https://learn.microsoft.com/microsoftteams/skype-for-business-online-retirement
 */
export const skypeReports: readonly Report[] = [
  {
    name: 'getSkypeForBusinessActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessactivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_activity_peer_to_peer_sessions',
        unit: '{session}',
        help: 'Skype for Business peer-to-peer sessions held on the report date.',
        trend: 'level',
        columns: [{ header: 'Peer-to-peer', labels: {} }],
      },
      {
        name: 'm365_skype_activity_organized_conferences',
        unit: '{conference}',
        help: 'Skype for Business conferences that users organized on the report date.',
        trend: 'level',
        columns: [{ header: 'Organized', labels: {} }],
      },
      {
        name: 'm365_skype_activity_participated_conferences',
        unit: '{conference}',
        help: 'Skype for Business conferences that users took part in on the report date.',
        trend: 'level',
        columns: [{ header: 'Participated', labels: {} }],
      },
    ],
  },
  {
    name: 'getSkypeForBusinessActivityUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessactivityusercounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_activity_users',
        unit: '{user}',
        help: 'Users of Skype for Business on the report date, by activity: peer-to-peer sessions held, conferences organized, conferences taken part in; one user may count under several.',
        trend: 'level',
        columns: [
          { header: 'Peer-to-peer', labels: { activity: 'peer_to_peer' } },
          { header: 'Organized', labels: { activity: 'organized' } },
          { header: 'Participated', labels: { activity: 'participated' } },
        ],
      },
    ],
  },
  {
    name: 'getSkypeForBusinessDeviceUsageUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessdeviceusageusercounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_device_users',
        unit: '{user}',
        help: 'Users who connected with the Skype for Business app on the report date, by device; one user may count under several.',
        trend: 'level',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessDeviceUsageDistributionUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessdeviceusagedistributionusercounts',
    kind: 'whole_period',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_period_device_users',
        unit: '{user}',
        help: 'Users who connected with the Skype for Business app during the report period, by device; one user may count under several.',
        trend: 'level',
        columns: DEVICES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessOrganizerActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessorganizeractivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_organizer_conferences',
        unit: '{conference}',
        help: 'Skype for Business conferences that users organized on the report date, by modality; one conference may use several.',
        trend: 'level',
        columns: ORGANIZER_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessOrganizerActivityUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessorganizeractivityusercounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_organizer_users',
        unit: '{user}',
        help: 'Users who organized Skype for Business conferences on the report date, by modality; one user may count under several.',
        trend: 'level',
        columns: ORGANIZER_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessOrganizerActivityMinuteCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessorganizeractivityminutecounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_organizer_conference_seconds',
        unit: 's',
        help: 'Length of the Skype for Business conferences that users organized on the report date, by modality; one conference may count under several.',
        cell: 'minutes',
        trend: 'level',
        columns: [
          { header: 'Audio/Video', labels: { modality: 'audio_video' } },
          { header: 'Dial-in Microsoft', labels: { modality: 'dial_in_microsoft' } },
          { header: 'Dial-out Microsoft', labels: { modality: 'dial_out_microsoft' } },
        ],
      },
    ],
  },
  {
    name: 'getSkypeForBusinessParticipantActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessparticipantactivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_participant_conferences',
        unit: '{conference}',
        help: 'Skype for Business conferences that users took part in on the report date, by modality; one conference may use several.',
        trend: 'level',
        columns: CONFERENCE_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessParticipantActivityUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessparticipantactivityusercounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_participant_users',
        unit: '{user}',
        help: 'Users who took part in Skype for Business conferences on the report date, by modality; one user may count under several.',
        trend: 'level',
        columns: CONFERENCE_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessParticipantActivityMinuteCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessparticipantactivityminutecounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_participant_conference_seconds',
        unit: 's',
        help: 'Length of the Skype for Business conferences that users took part in on the report date, by modality.',
        cell: 'minutes',
        trend: 'level',
        columns: [{ header: 'Audio/Video', labels: { modality: 'audio_video' } }],
      },
    ],
  },
  {
    name: 'getSkypeForBusinessPeerToPeerActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_peer_to_peer_sessions',
        unit: '{session}',
        help: 'Skype for Business peer-to-peer sessions held on the report date, by modality; one session may use several.',
        trend: 'level',
        columns: PEER_TO_PEER_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessPeerToPeerActivityUserCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivityusercounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_peer_to_peer_users',
        unit: '{user}',
        help: 'Users who held Skype for Business peer-to-peer sessions on the report date, by modality; one user may count under several.',
        trend: 'level',
        columns: PEER_TO_PEER_MODALITIES,
      },
    ],
  },
  {
    name: 'getSkypeForBusinessPeerToPeerActivityMinuteCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivityminutecounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 6,
    metrics: [
      {
        name: 'm365_skype_peer_to_peer_session_seconds',
        unit: 's',
        help: 'Length of the Skype for Business peer-to-peer sessions held on the report date, by modality; one session may count under several.',
        cell: 'minutes',
        trend: 'level',
        columns: [
          { header: 'Audio', labels: { modality: 'audio' } },
          { header: 'Video', labels: { modality: 'video' } },
        ],
      },
    ],
  },
];
