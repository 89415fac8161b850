import type { Product } from './types.ts';

/**
 * Microsoft Forms. The documented CSV has no `Report Date` although the JSON is a daily series. These reports refresh
 * less regularly than the others, so their limit of staleness is wider.
 */
export const forms: Product = {
  name: 'forms',
  title: 'Microsoft Forms',
  versions: ['beta'],
  ifNoneMatch: false,
  staleAfterDays: 10,
  reports: [
    {
      name: 'getFormsUserActivityCounts',
      title: 'Forms activity',
      kind: 'daily',
      mayLackDates: true,
      metrics: [
        {
          name: 'm365_forms_forms',
          title: 'Forms created',
          unit: '{form}',
          help: 'Forms that users created on the report date.',
          trend: 'activity',
          columns: [{ header: 'Forms' }],
        },
        {
          name: 'm365_forms_responses',
          title: 'Form responses',
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
      title: 'Forms users',
      kind: 'daily',
      mayLackDates: true,
      metrics: [
        {
          name: 'm365_forms_designers',
          title: 'Form designers',
          unit: '{user}',
          help: 'Users who designed forms on the report date.',
          trend: 'activity',
          columns: [{ header: 'Designers' }],
        },
        {
          name: 'm365_forms_respondents',
          title: 'Form respondents',
          unit: '{user}',
          help: 'Users who answered forms on the report date.',
          trend: 'activity',
          columns: [{ header: 'Respondents' }],
        },
        {
          name: 'm365_forms_users',
          title: 'Forms users',
          unit: '{user}',
          help: 'Users who designed or answered forms on the report date.',
          trend: 'activity',
          columns: [{ header: 'Total Users' }],
        },
      ],
    },
  ],
};
