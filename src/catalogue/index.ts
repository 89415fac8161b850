import { activationsReports } from './activations.ts';
import { appsReports } from './apps.ts';
import { browserReports } from './browser.ts';
import { copilotReports } from './copilot.ts';
import { formsReports } from './forms.ts';
import { groupsReports } from './groups.ts';
import { onedriveReports } from './onedrive.ts';
import { outlookReports } from './outlook.ts';
import { sharepointReports } from './sharepoint.ts';
import { skypeReports } from './skype.ts';
import { teamsReports } from './teams.ts';
import { tenantWideReports } from './tenant-wide.ts';
import type { Report } from './types.ts';
import { vivaEngageReports } from './viva-engage.ts';

/** Every report the exporter knows. To add one: an entry in its product's file, nothing else. */
export const reports: readonly Report[] = [
  ...skypeReports,
  ...teamsReports,
  ...outlookReports,
  ...onedriveReports,
  ...sharepointReports,
  ...vivaEngageReports,
  ...groupsReports,
  ...appsReports,
  ...activationsReports,
  ...tenantWideReports,
  ...copilotReports,
  ...browserReports,
  ...formsReports,
];
