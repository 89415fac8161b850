import type { ItemColumn, Product } from './types.ts';

/** The product's name in the case Graph chooses: `MICROSOFT 365 APPS FOR ENTERPRISE` as well as mixed case. */
const PRODUCT_TYPE: ItemColumn = { header: 'Product Type', label: 'product_type' };

/**
 * Where Microsoft 365 apps are installed and activated: current totals, whatever the period. These reports refresh
 * less regularly than the daily ones, so their limit of staleness is wider.
 */
export const activations: Product = {
  name: 'activations',
  title: 'App activations',
  staleAfterDays: 10,
  reports: [
    {
      name: 'getOffice365ActivationCounts',
      title: 'Microsoft 365 app activations',
      kind: 'whole_period',
      takesPeriod: false,
      item: PRODUCT_TYPE,
      metrics: [
        {
          name: 'm365_activations',
          title: 'App activations by platform',
          unit: '{activation}',
          help: 'Activations of Microsoft 365 apps at the refresh date, by platform; one user may have several.',
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
      title: 'Microsoft 365 users with activations',
      kind: 'whole_period',
      takesPeriod: false,
      item: PRODUCT_TYPE,
      metrics: [
        {
          name: 'm365_activations_users_assigned',
          title: 'Users with a license for the apps',
          unit: '{user}',
          help: 'Users with a licence for the product at the refresh date; one user may count under several products.',
          columns: [{ header: 'Assigned' }],
        },
        {
          name: 'm365_activations_users_activated',
          title: 'Users who activated the apps',
          unit: '{user}',
          help: 'Users who have activated the product at the refresh date; one user may count under several products.',
          columns: [{ header: 'Activated' }],
        },
        {
          name: 'm365_activations_users_shared_computer',
          title: 'Users who activated the apps on a shared computer',
          unit: '{user}',
          help: 'Users who have activated the product on a shared computer at the refresh date; one user may count under several products.',
          columns: [{ header: 'Shared Computer Activation' }],
        },
      ],
    },
  ],
};
