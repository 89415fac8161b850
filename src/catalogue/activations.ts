import { BOTH_VERSIONS, type ItemColumn, type Report } from './types.ts';

/** The product's name in the case Graph chooses: `MICROSOFT 365 APPS FOR ENTERPRISE` as well as mixed case. */
const PRODUCT_TYPE: ItemColumn = { header: 'Product Type', label: 'product_type' };

/**
 * Where Microsoft 365 apps are installed and activated: current totals, whatever the period. These reports refresh
 * less regularly than the daily ones, so their limit of staleness is wider.
 */
export const activationsReports: readonly Report[] = [
  {
    name: 'getOffice365ActivationCounts',
    product: 'activations',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365activationcounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 10,
    takesPeriod: false,
    item: PRODUCT_TYPE,
    metrics: [
      {
        name: 'm365_activations',
        unit: '{activation}',
        help: 'Activations of Microsoft 365 apps at the refresh date, by platform; one user may have several.',
        trend: 'level',
        columns: [
          { header: 'Windows', labels: { platform: 'windows' } },
          { header: 'Mac', labels: { platform: 'mac' } },
          { header: 'Android', labels: { platform: 'android' } },
          { header: 'iOS', labels: { platform: 'ios' } },
          { header: 'Windows 10 Mobile', labels: { platform: 'windows_10_mobile' } },
        ],
      },
    ],
  },
  {
    name: 'getOffice365ActivationsUserCounts',
    product: 'activations',
    docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365activationsusercounts',
    kind: 'whole_period',
    lifecycle: 'active',
    versions: BOTH_VERSIONS,
    ifNoneMatch: true,
    staleAfterDays: 10,
    takesPeriod: false,
    item: PRODUCT_TYPE,
    metrics: [
      {
        name: 'm365_activations_users_assigned',
        unit: '{user}',
        help: 'Users with a licence for the product at the refresh date; one user may count under several products.',
        trend: 'level',
        columns: [{ header: 'Assigned', labels: {} }],
      },
      {
        name: 'm365_activations_users_activated',
        unit: '{user}',
        help: 'Users who have activated the product at the refresh date; one user may count under several products.',
        trend: 'level',
        columns: [{ header: 'Activated', labels: {} }],
      },
      {
        name: 'm365_activations_users_shared_computer',
        unit: '{user}',
        help: 'Users who have activated the product on a shared computer at the refresh date; one user may count under several products.',
        trend: 'level',
        columns: [{ header: 'Shared Computer Activation', labels: {} }],
      },
    ],
  },
];
