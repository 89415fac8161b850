import type { ColumnEntry, Product } from './types.ts';

const DEVICES: readonly ColumnEntry[] = [
  { header: 'Windows', labels: { device: 'windows' } },
  { header: 'Windows Phone', labels: { device: 'windows_phone' } },
  { header: 'Android Phone', labels: { device: 'android_phone' } },
  { header: 'iPhone', labels: { device: 'iphone' } },
  { header: 'iPad', labels: { device: 'ipad' } },
];

/** What organizers and participants share; organizers also have Microsoft's own dial-in and dial-out. */
const CONFERENCE_MODALITIES: readonly ColumnEntry[] = [
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

const ORGANIZER_MODALITIES: readonly ColumnEntry[] = [
  ...CONFERENCE_MODALITIES,
  { header: 'Dial-in/out Microsoft', labels: { modality: 'dial_in_out_microsoft' } },
];

const PEER_TO_PEER_MODALITIES: readonly ColumnEntry[] = [
  { header: 'IM', labels: { modality: 'im' } },
  { header: 'Audio', labels: { modality: 'audio' } },
  { header: 'Video', labels: { modality: 'video' } },
  { header: 'App Sharing', labels: { modality: 'app_sharing' } },
  { header: 'File Transfer', labels: { modality: 'file_transfer' } },
];

/**
 * Skype for Business Online ended on 2021-07-31; its reports are still there, with zeros, empty cells or no rows.
 * https://learn.microsoft.com/microsoftteams/skype-for-business-online-retirement
 */
export const skype: Product = {
  name: 'skype',
  title: 'Skype for Business',
  lifecycle: 'retired',
  reports: [
    {
      name: 'getSkypeForBusinessActivityCounts',
      title: 'Skype for Business activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_activity_peer_to_peer_sessions',
          title: 'Skype peer-to-peer sessions',
          unit: '{session}',
          help: 'Skype for Business peer-to-peer sessions held on the report date.',
          columns: [{ header: 'Peer-to-peer' }],
        },
        {
          name: 'm365_skype_activity_organized_conferences',
          title: 'Skype conferences organized',
          unit: '{conference}',
          help: 'Skype for Business conferences that users organized on the report date.',
          columns: [{ header: 'Organized' }],
        },
        {
          name: 'm365_skype_activity_participated_conferences',
          title: 'Skype conferences attended',
          unit: '{conference}',
          help: 'Skype for Business conferences that users took part in on the report date.',
          columns: [{ header: 'Participated' }],
        },
      ],
    },
    {
      name: 'getSkypeForBusinessActivityUserCounts',
      title: 'Skype for Business users by activity',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_activity_users',
          title: 'Skype users by activity',
          unit: '{user}',
          help: 'Users of Skype for Business on the report date, by activity: peer-to-peer sessions held, conferences organized, conferences taken part in; one user may count under several.',
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
      title: 'Skype for Business users by device',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_device_users',
          title: 'Skype users by device',
          unit: '{user}',
          help: 'Users who connected with the Skype for Business app on the report date, by device; one user may count under several.',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessDeviceUsageDistributionUserCounts',
      title: 'Skype for Business users by device, whole period',
      kind: 'whole_period',
      metrics: [
        {
          name: 'm365_skype_period_device_users',
          title: 'Skype users by device, whole period',
          unit: '{user}',
          help: 'Users who connected with the Skype for Business app during the report period, by device; one user may count under several.',
          columns: DEVICES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessOrganizerActivityCounts',
      title: 'Skype for Business conferences organized',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_organizer_conferences',
          title: 'Skype conferences organized by modality',
          unit: '{conference}',
          help: 'Skype for Business conferences that users organized on the report date, by modality; one conference may use several.',
          columns: ORGANIZER_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessOrganizerActivityUserCounts',
      title: 'Skype for Business conference organizers',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_organizer_users',
          title: 'Skype conference organizers by modality',
          unit: '{user}',
          help: 'Users who organized Skype for Business conferences on the report date, by modality; one user may count under several.',
          columns: ORGANIZER_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessOrganizerActivityMinuteCounts',
      title: 'Skype for Business time in organized conferences',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_organizer_conference_seconds',
          title: 'Skype time in organized conferences',
          unit: 's',
          help: 'Length of the Skype for Business conferences that users organized on the report date, by modality; one conference may count under several.',
          cell: 'minutes',
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
      title: 'Skype for Business conferences attended',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_participant_conferences',
          title: 'Skype conferences attended by modality',
          unit: '{conference}',
          help: 'Skype for Business conferences that users took part in on the report date, by modality; one conference may use several.',
          columns: CONFERENCE_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessParticipantActivityUserCounts',
      title: 'Skype for Business conference participants',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_participant_users',
          title: 'Skype conference participants by modality',
          unit: '{user}',
          help: 'Users who took part in Skype for Business conferences on the report date, by modality; one user may count under several.',
          columns: CONFERENCE_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessParticipantActivityMinuteCounts',
      title: 'Skype for Business time in attended conferences',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_participant_conference_seconds',
          title: 'Skype time in attended conferences',
          unit: 's',
          help: 'Length of the Skype for Business conferences that users took part in on the report date, by modality.',
          cell: 'minutes',
          columns: [{ header: 'Audio/Video', labels: { modality: 'audio_video' } }],
        },
      ],
    },
    {
      name: 'getSkypeForBusinessPeerToPeerActivityCounts',
      title: 'Skype for Business peer-to-peer sessions',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_peer_to_peer_sessions',
          title: 'Skype peer-to-peer sessions by modality',
          unit: '{session}',
          help: 'Skype for Business peer-to-peer sessions held on the report date, by modality; one session may use several.',
          columns: PEER_TO_PEER_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessPeerToPeerActivityUserCounts',
      title: 'Skype for Business peer-to-peer users',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_peer_to_peer_users',
          title: 'Skype peer-to-peer users by modality',
          unit: '{user}',
          help: 'Users who held Skype for Business peer-to-peer sessions on the report date, by modality; one user may count under several.',
          columns: PEER_TO_PEER_MODALITIES,
        },
      ],
    },
    {
      name: 'getSkypeForBusinessPeerToPeerActivityMinuteCounts',
      title: 'Skype for Business time in peer-to-peer sessions',
      kind: 'daily',
      metrics: [
        {
          name: 'm365_skype_peer_to_peer_session_seconds',
          title: 'Skype time in peer-to-peer sessions',
          unit: 's',
          help: 'Length of the Skype for Business peer-to-peer sessions held on the report date, by modality; one session may count under several.',
          cell: 'minutes',
          columns: [
            { header: 'Audio', labels: { modality: 'audio' } },
            { header: 'Video', labels: { modality: 'video' } },
          ],
        },
      ],
    },
  ],
};
