import { seriesName } from './exposition.ts';
import type { FileOf } from './tenant.ts';

/** Which series each documented column becomes: the contract that people's dashboards rely on. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  getSkypeForBusinessOrganizerActivityCounts: {
    IM: 'm365_skype_organizer_conferences modality=im',
    'Audio/Video': 'm365_skype_organizer_conferences modality=audio_video',
    'App Sharing': 'm365_skype_organizer_conferences modality=app_sharing',
    Web: 'm365_skype_organizer_conferences modality=web',
    'Dial-in/out 3rd Party': 'm365_skype_organizer_conferences modality=dial_in_out_3rd_party',
    'Dial-in/out Microsoft': 'm365_skype_organizer_conferences modality=dial_in_out_microsoft',
  },
  getSkypeForBusinessActivityCounts: {
    'Peer-to-peer': 'm365_skype_activity_peer_to_peer_sessions',
    Organized: 'm365_skype_activity_organized_conferences',
    Participated: 'm365_skype_activity_participated_conferences',
  },
  getSkypeForBusinessPeerToPeerActivityCounts: {
    IM: 'm365_skype_peer_to_peer_sessions modality=im',
    Audio: 'm365_skype_peer_to_peer_sessions modality=audio',
    Video: 'm365_skype_peer_to_peer_sessions modality=video',
    'App Sharing': 'm365_skype_peer_to_peer_sessions modality=app_sharing',
    'File Transfer': 'm365_skype_peer_to_peer_sessions modality=file_transfer',
  },
  getOffice365ServicesUserCounts: {
    'Exchange Active': 'm365_services_users product=exchange state=active',
    'Exchange Inactive': 'm365_services_users product=exchange state=inactive',
    'OneDrive Active': 'm365_services_users product=onedrive state=active',
    'OneDrive Inactive': 'm365_services_users product=onedrive state=inactive',
    'SharePoint Active': 'm365_services_users product=sharepoint state=active',
    'SharePoint Inactive': 'm365_services_users product=sharepoint state=inactive',
    'Skype For Business Active': 'm365_services_users product=skype state=active',
    'Skype For Business Inactive': 'm365_services_users product=skype state=inactive',
    'Yammer Active': 'm365_services_users product=viva_engage state=active',
    'Yammer Inactive': 'm365_services_users product=viva_engage state=inactive',
    'Teams Active': 'm365_services_users product=teams state=active',
    'Teams Inactive': 'm365_services_users product=teams state=inactive',
    'Office 365 Active': 'm365_office365_users state=active',
    'Office 365 Inactive': 'm365_office365_users state=inactive',
  },
  getOffice365GroupsActivityGroupCounts: { Total: 'm365_groups', Active: 'm365_groups_active' },
};

export const REPORT_NAMES = Object.keys(COLUMNS);

const WHOLE_PERIOD = 'getOffice365ServicesUserCounts';
const DAY_MS = 86_400_000;

export interface KnownTenant {
  readonly fileOf: FileOf;
  /** Every usage series that a window of `windowDays` must show, and no other. */
  readonly expected: (windowDays: number) => Map<string, number>;
  /** `YYYY-MM-DD` */
  readonly newest: string;
}

export interface KnownOptions {
  /** How far back the newest report date lies. */
  readonly lagDays?: number;
  /** Whether a date of a daily report has a row. Default: every date. */
  readonly hasRow?: (age: number) => boolean;
}

/** A tenant whose every cell is a number of its own, some of them empty; rows and columns in no order. */
export function knownTenant({ lagDays = 2, hasRow = () => true }: KnownOptions = {}): KnownTenant {
  const newest = day(Date.now() - lagDays * DAY_MS);
  const dates = (days: number) => Array.from({ length: days }, (_, age) => age).filter(hasRow);
  const dateOf = (age: number) => day(Date.parse(newest) - age * DAY_MS);

  return {
    newest,
    fileOf: (report, period) => {
      const columns = COLUMNS[report];
      if (columns === undefined || period === undefined) return undefined;
      const days = Number(period.slice(1));
      const ages = report === WHOLE_PERIOD ? [0] : dates(days);
      const rows = ages.map((age) => ({
        'Report Refresh Date': newest,
        ...Object.fromEntries(Object.keys(columns).map((column) => [column, cell(report, column, age, days)])),
        ...(report !== WHOLE_PERIOD && { 'Report Date': age % 3 === 0 ? `${dateOf(age)}T00:00:00Z` : dateOf(age) }),
        'Report Period': String(days),
      }));
      return toCsv(['Report Refresh Date', 'Report Date', ...Object.keys(columns), 'Report Period'], rows);
    },

    expected: (windowDays) => {
      const series = new Map<string, number>();
      for (const [report, columns] of Object.entries(COLUMNS)) {
        for (const [column, target] of Object.entries(columns)) {
          const [name = '', ...labels] = target.split(' ');
          const fixed = Object.fromEntries(labels.map((label) => label.split('=')));
          for (const [age, days] of report === WHOLE_PERIOD
            ? [7, 30, 90, 180].map((n) => [0, n] as const)
            : dates(windowDays).map((n) => [n, 180] as const)) {
            const value = cell(report, column, age, days);
            const period = report === WHOLE_PERIOD ? { report_period: days } : {};
            if (value === '') continue;
            series.set(seriesName(name, { ...fixed, ...period, report_date: dateOf(age) }), Number(value));
            if (age === 0) series.set(seriesName(`${name}_latest`, { ...fixed, ...period }), Number(value));
          }
        }
      }
      return series;
    },
  };
}

/** Different in every cell; every seventh is empty. A daily value does not depend on the period. */
function cell(report: string, column: string, age: number, days: number): string {
  const columns = Object.keys(COLUMNS[report] ?? {});
  const place = REPORT_NAMES.indexOf(report) * 100 + columns.indexOf(column);
  const number = place * 1000 + (report === WHOLE_PERIOD ? days : age);
  return number % 7 === 3 ? '' : String(number);
}

function toCsv(header: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const used = shuffle(header.filter((name) => rows.length === 0 || rows.some((row) => name in row)));
  const lines = [used, ...shuffle(rows).map((row) => used.map((name) => row[name] ?? ''))];
  return `\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

/** The same disorder every time. */
function shuffle<T>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item, index) => ({ item, key: ((index * 7919) % 104_729) % 97 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
