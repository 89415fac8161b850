import type { Report } from './types.ts';

/**
 * Microsoft Forms. The documented CSV has no `Report Date` although the JSON is a daily series. These reports refresh
 * less regularly than the others, so their limit of staleness is wider.
 */
export const formsReports: readonly Report[] = [
  {
    name: 'getFormsUserActivityCounts',
    product: 'forms',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getformsuseractivitycounts?view=graph-rest-beta',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 10,
    mayLackDates: true,
    metrics: [
      {
        name: 'm365_forms_forms',
        unit: '{form}',
        help: 'Forms that users created on the report date.',
        trend: 'activity',
        columns: [{ header: 'Forms', labels: {} }],
      },
      {
        name: 'm365_forms_responses',
        unit: '{response}',
        help: 'Responses to forms on the report date, by whether the respondent was signed in.',
        trend: 'activity',
        columns: [
          {
            header: 'Authenticated responses',
            spellings: ['Authenticated in responses'],
            labels: { respondent: 'authenticated' },
          },
          { header: 'Anonymous responses', labels: { respondent: 'anonymous' } },
        ],
      },
    ],
  },
  {
    name: 'getFormsUserActivityUserCounts',
    product: 'forms',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getformsuseractivityusercounts?view=graph-rest-beta',
    kind: 'daily',
    lifecycle: 'active',
    versions: ['beta'],
    ifNoneMatch: false,
    staleAfterDays: 10,
    mayLackDates: true,
    metrics: [
      {
        name: 'm365_forms_designers',
        unit: '{user}',
        help: 'Users who designed forms on the report date.',
        trend: 'activity',
        columns: [{ header: 'Designers', labels: {} }],
      },
      {
        name: 'm365_forms_respondents',
        unit: '{user}',
        help: 'Users who answered forms on the report date.',
        trend: 'activity',
        columns: [{ header: 'Respondents', labels: {} }],
      },
      {
        name: 'm365_forms_users',
        unit: '{user}',
        help: 'Users who designed or answered forms on the report date.',
        trend: 'activity',
        columns: [{ header: 'Total Users', labels: {} }],
      },
    ],
  },
];
