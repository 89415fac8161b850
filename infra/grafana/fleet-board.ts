import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { fleet } from '../../src/catalogue/fleet.ts';
import { health } from '../../src/catalogue/health.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { BLUE, nothingAs, RATIO, type Steps, ZERO_IS_GOOD } from './looks.ts';
import { EXACT, HEIGHT, SERIES_NAME, statPanel, type Target, tablePanel } from './panels.ts';
import { column, hidden } from './table-columns.ts';

/** What the board of many tenants shows. */
export interface FleetTargets extends Readonly<Record<(typeof STATS)[number]['of'], Target>> {
  /** A number for each state. */
  readonly states: Target;
  /** Columns `Tenant`, `Name`, `State`, `Reason`, `Healthy`, `Reports`, `Last pull` and `Last run` in milliseconds. */
  readonly troubled: Target;
  readonly all: Target;
  /** Columns `Tenant`, `Name`, `Since` in milliseconds. */
  readonly waitingSince: Target;
  /** Columns `Tenant`, `Name`, `Age` in seconds, the oldest first. */
  readonly ages: Target;
  /** Columns `Tenant`, `What`, `Sum`, `Usual sum`, `Of usual`, `Score`, `Since` and `Judged to` in milliseconds, `product`. */
  readonly dropped: Target;
}

/** What the board says where no server of many tenants was heard of in the last minutes. */
export const NO_TENANTS = 'No list of tenants';

const HOUR = 3600;

/** Those of daily pulls are late after 36 hours. */
const OLD: Steps = [
  [null, 'green'],
  [30 * HOUR, 'yellow'],
  [36 * HOUR, 'red'],
];

const SINCE_PLAN: Steps = [
  [null, 'green'],
  [HOUR / 2, 'red'],
];

const CERTIFICATE: Steps = [
  [null, 'red'],
  [14 * 24 * HOUR, 'green'],
];

const STATS = [
  { of: 'tenants', title: 'Tenants', description: 'Tenants that are declared.', unit: 'short', steps: BLUE },
  {
    of: 'attention',
    title: 'Tenants in trouble',
    description: 'Those in a state that does not pass by itself, or seldom: the table below says in which.',
    unit: 'short',
    steps: ZERO_IS_GOOD,
  },
  {
    of: 'late',
    title: 'Tenants not pulled',
    description: fleet.pullDue.help,
    runbooks: ['M365TenantNotPulled'],
    unit: 'short',
    steps: ZERO_IS_GOOD,
  },
  {
    of: 'oldest',
    title: 'Oldest data',
    description: 'How long ago reports were pulled of the tenant where that is longest. Red after 36 hours.',
    unit: 's',
    steps: OLD,
  },
  {
    of: 'sinceLastPlan',
    title: 'Since the last look',
    description: 'How long ago it was looked which tenants are due. Red after half an hour.',
    runbooks: ['M365PlanNotRunning'],
    unit: 's',
    steps: SINCE_PLAN,
  },
  {
    of: 'certificate',
    title: 'Certificate expires in',
    description: `The one that expires first. ${health.certificateEnd.help}`,
    runbooks: ['M365CertificateExpiring'],
    unit: 's',
    steps: CERTIFICATE,
    nothing: 'No certificate',
  },
  {
    of: 'waiting',
    title: 'Waiting for consent',
    description: fleet.waitingSince.help,
    runbooks: ['M365TenantWaiting'],
    unit: 'short',
    steps: BLUE,
  },
] as const;

const MINUTE = 'time:YYYY-MM-DD HH:mm';

const COLUMNS = [
  ['State', { width: 160 }],
  ['Reason', { width: 140 }],
  ['Healthy', { unit: 'short', width: 90 }],
  ['Reports', { unit: 'short', width: 90 }],
  ['Last pull', { unit: MINUTE, width: 150 }],
  ['Last run', { unit: MINUTE, width: 150 }],
] as const;

/** The tenant of a row, on the boards that are of one. */
const OF_TENANT = ['?var-tenant=$', '{__data.fields.Tenant}'].join('');
const PRODUCT_BOARD = ['m365-usage-$', '{__data.fields.product}', OF_TENANT].join('');
const TENANT = column('Tenant', 'Tenant', { link: `m365-usage-overview${OF_TENANT}`, width: 170 });
const NAME = column('Name', 'Name', { link: `m365-usage-exporter-health${OF_TENANT}`, isWrapped: true });

/** Who needs attention and why, how old is the data, who waits, and what fell furthest? */
export function addFleet(board: dashboard.DashboardBuilder, targets: FleetTargets): dashboard.DashboardBuilder {
  for (const stat of STATS) {
    const { of, unit, steps } = stat;
    const panel = statPanel(stat, targets[of], { unit, steps, isHealth: true }).decimals(0);
    const [color, text] = 'nothing' in stat ? (['text', stat.nothing] as const) : (['red', NO_TENANTS] as const);
    board.withPanel(panel.noValue(text).mappings(nothingAs(color, text)));
  }
  const states = { title: 'Tenants by state', description: fleet.tenants.help };
  return board
    .withPanel(
      statPanel(states, targets.states, { unit: 'short', steps: BLUE })
        .displayName(SERIES_NAME)
        .noValue(NO_TENANTS)
        .span(20),
    )
    .withPanel(
      tenantsPanel(
        'Need attention',
        'Tenants in a state that does not pass by itself, the oldest data first.',
        targets.troubled,
      ).noValue('Nobody needs attention'),
    )
    .withPanel(droppedPanel(targets.dropped))
    .withPanel(agesPanel(targets.ages))
    .withPanel(waitingPanel(targets.waitingSince))
    .withPanel(tenantsPanel('All tenants', 'Every tenant that is declared.', targets.all).height(2 * HEIGHT));
}

function tenantsPanel(title: string, description: string, target: Target) {
  const text = { title, description: `${description} Reason: what most of its failed reports have in common.` };
  const panel = tablePanel({ ...text, runbooks: ['M365TenantNotPulled'] }, target)
    .span(24)
    .mappings(nothingAs('text', '–'))
    .withOverride(TENANT)
    .withOverride(NAME);
  for (const [name, looks] of COLUMNS) panel.withOverride(column(name, name, looks));
  return panel;
}

function droppedPanel(target: Target) {
  const description = `The 25 columns of all tenants with the highest score. ${usage.dropScore.help}`;
  return tablePanel({ title: 'What dropped', description, runbooks: ['M365UsageDropped'] }, target)
    .span(24)
    .noValue('Nothing has dropped')
    .withOverride(TENANT)
    .withOverride(column('What', 'What', { link: PRODUCT_BOARD, isWrapped: true }))
    .withOverride(column('Sum', 'Sum', { unit: EXACT, decimals: 0, width: 100 }))
    .withOverride(column('Usual sum', 'Usual sum', { unit: EXACT, decimals: 0, width: 100 }))
    .withOverride(column('Of usual', 'Of usual', { unit: 'percentunit', decimals: 0, steps: RATIO, width: 100 }))
    .withOverride(column('Score', 'Score', { unit: 'short', decimals: 1, width: 90 }))
    .withOverride(column('Since', 'Since', { unit: 'time:YYYY-MM-DD', width: 110 }))
    .withOverride(column('Judged to', 'Judged to', { unit: 'time:YYYY-MM-DD', width: 110 }))
    .withOverride(hidden('product'));
}

function agesPanel(target: Target) {
  const text = { title: 'Age of data', description: 'The 20 tenants of which reports were pulled longest ago.' };
  return tablePanel({ ...text, runbooks: ['M365TenantNotPulled'] }, target)
    .withOverride(TENANT)
    .withOverride(NAME)
    .withOverride(column('Age', 'Age', { unit: 's', decimals: 0, steps: OLD, width: 120 }));
}

function waitingPanel(target: Target) {
  const text = { title: 'Who waits for consent', description: fleet.waitingSince.help };
  return tablePanel({ ...text, runbooks: ['M365TenantWaiting'] }, target)
    .noValue('Nobody waits')
    .withOverride(TENANT)
    .withOverride(NAME)
    .withOverride(column('Since', 'Since', { unit: MINUTE, width: 150 }));
}
