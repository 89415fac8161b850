/** A column of a daily report. */
export interface Headline {
  readonly report: string;
  /** Its header. */
  readonly column: string;
  /** What people call it where the product is named already; else the column's own title. */
  readonly title?: string;
}

/**
 * The number of a product that matters, by its name, the best first: people where Graph counts those of a product, then what
 * they do. A product with whole periods only has none. The status page shows the first that there is, and the overview
 * dashboard, which has a chart of all people, the first whose metric has no other columns.
 */
export const HEADLINES: Readonly<Record<string, readonly Headline[]>> = {
  'tenant-wide': [people('Office 365')],
  teams: [people('Teams'), { report: 'getTeamsUserActivityCounts', column: 'Meetings' }],
  outlook: [people('Exchange'), { report: 'getEmailActivityCounts', column: 'Send' }],
  onedrive: [people('OneDrive'), { report: 'getOneDriveActivityFileCounts', column: 'Viewed Or Edited' }],
  sharepoint: [people('SharePoint'), { report: 'getSharePointActivityPages', column: 'Visited Page Count' }],
  'viva-engage': [people('Yammer'), { report: 'getYammerActivityCounts', column: 'Read' }],
  groups: [{ report: 'getOffice365GroupsActivityGroupCounts', column: 'Active' }],
  copilot: [{ report: 'getMicrosoft365CopilotUserCountTrend', column: 'Any App Active Users' }],
  apps: [{ report: 'getM365AppUserCounts', column: 'Outlook' }],
  forms: [{ report: 'getFormsUserActivityUserCounts', column: 'Total Users' }],
  browser: [{ report: 'getBrowserUserCounts', column: 'Edge' }],
  skype: [people('Skype For Business'), { report: 'getSkypeForBusinessActivityCounts', column: 'Peer-to-peer' }],
};

/** Those who were active in a product on the report date. */
function people(column: string): Headline {
  return { report: 'getOffice365ActiveUserCounts', column, title: 'Active users' };
}
