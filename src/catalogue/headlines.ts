/** A column of a daily report. */
export interface Headline {
  readonly report: string;
  /** Its header. */
  readonly column: string;
}

/**
 * The one number of a product that matters, by its name; a product with whole periods only has none. The status page shows
 * it, and the overview dashboard where its metric has no other columns.
 */
export const HEADLINES: Readonly<Record<string, Headline>> = {
  'tenant-wide': { report: 'getOffice365ActiveUserCounts', column: 'Office 365' },
  teams: { report: 'getTeamsUserActivityCounts', column: 'Meetings' },
  outlook: { report: 'getEmailActivityCounts', column: 'Send' },
  onedrive: { report: 'getOneDriveActivityFileCounts', column: 'Viewed Or Edited' },
  sharepoint: { report: 'getSharePointActivityPages', column: 'Visited Page Count' },
  'viva-engage': { report: 'getYammerActivityCounts', column: 'Read' },
  groups: { report: 'getOffice365GroupsActivityGroupCounts', column: 'Active' },
  copilot: { report: 'getMicrosoft365CopilotUserCountTrend', column: 'Any App Active Users' },
  apps: { report: 'getM365AppUserCounts', column: 'Outlook' },
  forms: { report: 'getFormsUserActivityUserCounts', column: 'Total Users' },
  browser: { report: 'getBrowserUserCounts', column: 'Edge' },
  skype: { report: 'getSkypeForBusinessActivityCounts', column: 'Peer-to-peer' },
};
