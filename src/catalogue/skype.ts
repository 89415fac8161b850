import type { Report } from './types.ts';

/**
 * Skype for Business Online ended on 2021-07-31; its reports still answer, with zeros, empty cells or no rows.
 * https://learn.microsoft.com/microsoftteams/skype-for-business-online-retirement
 */
export const skypeReports: readonly Report[] = [
  {
    name: 'getSkypeForBusinessOrganizerActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessorganizeractivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: ['v1.0', 'beta'],
    ifNoneMatch: true,
    takesPeriod: true,
    metrics: [
      {
        name: 'm365_skype_organizer_conferences',
        unit: '{conference}',
        help: 'Skype for Business conferences that users organized on the report date, by modality; one conference may use several.',
        trend: 'level',
        columns: [
          { header: 'IM', labels: { modality: 'im' } },
          { header: 'Audio/Video', labels: { modality: 'audio_video' } },
          { header: 'App Sharing', labels: { modality: 'app_sharing' } },
          { header: 'Web', labels: { modality: 'web' } },
          {
            header: 'Dial-in/out 3rd Party',
            spellings: ['Dial-in/out third Party'],
            labels: { modality: 'dial_in_out_3rd_party' },
          },
          { header: 'Dial-in/out Microsoft', labels: { modality: 'dial_in_out_microsoft' } },
        ],
      },
    ],
  },
  {
    name: 'getSkypeForBusinessActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinessactivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: ['v1.0', 'beta'],
    ifNoneMatch: true,
    takesPeriod: true,
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
    name: 'getSkypeForBusinessPeerToPeerActivityCounts',
    product: 'skype',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivitycounts',
    kind: 'daily',
    lifecycle: 'retired',
    versions: ['v1.0', 'beta'],
    ifNoneMatch: true,
    takesPeriod: true,
    metrics: [
      {
        name: 'm365_skype_peer_to_peer_sessions',
        unit: '{session}',
        help: 'Skype for Business peer-to-peer sessions held on the report date, by modality; one session may use several.',
        trend: 'level',
        columns: [
          { header: 'IM', labels: { modality: 'im' } },
          { header: 'Audio', labels: { modality: 'audio' } },
          { header: 'Video', labels: { modality: 'video' } },
          { header: 'App Sharing', labels: { modality: 'app_sharing' } },
          { header: 'File Transfer', labels: { modality: 'file_transfer' } },
        ],
      },
    ],
  },
];
