import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Predicted, predicted, snapshotNames, snapshotOf } from '../support/template.ts';

/** The snapshots hold the alerts too. */
const OUT_OF_DATE = 'npm run generate, with Bicep (.ci/install-bicep)';

const TYPES = {
  storage: 'Microsoft.Storage/storageAccounts',
  site: 'Microsoft.Web/sites',
  authentication: 'Microsoft.Web/sites/config',
  role: 'Microsoft.Authorization/roleAssignments',
  lock: 'Microsoft.Authorization/locks',
  plan: 'Microsoft.Web/serverfarms',
  grafana: 'Microsoft.Dashboard/grafana',
  workspace: 'Microsoft.OperationalInsights/workspaces',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  network: 'Microsoft.Network/virtualNetworks',
  endpoint: 'Microsoft.Network/privateEndpoints',
  records: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  zone: 'Microsoft.Network/privateDnsZones',
  actionGroup: 'Microsoft.Insights/actionGroups',
  diagnostics: 'Microsoft.Insights/diagnosticSettings',
  logAlert: 'Microsoft.Insights/scheduledQueryRules',
  ruleGroup: 'Microsoft.AlertsManagement/prometheusRuleGroups',
};

const ROLES: Readonly<Record<string, string>> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '4d97b98b-1d4f-4787-a291-c67834d212e7': 'Network Contributor',
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  'b0d8363b-8ddd-447d-831f-62ca05bff136': 'Monitoring Data Reader',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '73c42c96-874c-492b-b04d-ab87d138a893': 'Log Analytics Reader',
  '22926164-76b3-42b3-bc55-97df8dab3e41': 'Grafana Admin',
};

/** Who gets roles by parameters. */
const GROUP = '66666666-6666-6666-6666-666666666666';

describe.each(snapshotNames)('with %s', (name) => {
  const { predictedResources: resources, diagnostics } = snapshotOf(name);

  it('everything that takes tags has those of the deployment', () => {
    const tagged = resources.filter(({ location }) => location !== undefined);

    expect(tagged.length).toBeGreaterThan(4);
    expect(tagged.filter(({ tags }) => tags?.['azd-env-name'] === undefined)).toEqual([]);
  });

  it('nothing is deployed twice, and nothing is warned of', () => {
    const ids = resources.map(({ id }) => id.toLowerCase());

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  it('every role says what it is for', () => {
    expect(predicted(name, TYPES.role).filter(({ properties }) => !properties?.description)).toEqual([]);
  });

  it('storage takes no key, tells nobody anonymous anything and can be undone', () => {
    expect(only(name, TYPES.storage).properties).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
    });
    expect(only(name, 'Microsoft.Storage/storageAccounts/blobServices').properties).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 30 },
    });
  });

  it('names are within their limits', () => {
    const limits = {
      [TYPES.storage]: 24,
      [TYPES.site]: 60,
      [TYPES.grafana]: 23,
      [TYPES.actionGroup]: 260,
    };

    for (const [type, limit] of Object.entries(limits)) {
      for (const resource of predicted(name, type)) expect(resource.name.length).toBeLessThanOrEqual(limit);
    }
  });
});

it('the roles are these, and each has its reason', () => {
  expect(rolesOf('grafana-all')).toEqual([
    'Storage Blob Data Owner on storageAccounts: History, package, keys and leases of the Microsoft 365 usage exporter.',
    'Monitoring Metrics Publisher on components: Logs and metrics of the Microsoft 365 usage exporter.',
    'Monitoring Metrics Publisher on dataCollectionRules: Remote write of the Microsoft 365 usage exporter.',
    'Monitoring Data Reader on accounts: The dashboards in PromQL of the Microsoft 365 usage exporter.',
    'Grafana Admin on grafana: Imports the dashboards of the Microsoft 365 usage exporter.',
    'Log Analytics Reader on workspaces: The dashboard in KQL of the Microsoft 365 usage exporter.',
  ]);
  expect(rolesOf('default')).toEqual(rolesOf('grafana-all').slice(0, 2));
  expect(rolesOf('many-tenants')).toEqual([
    ...rolesOf('default').slice(0, 1),
    'Storage Queue Data Contributor on storageAccounts: The queue of tenants of the Microsoft 365 usage exporter.',
    ...rolesOf('default').slice(1),
  ]);
});

it('two deployments in one resource group have nothing in common', () => {
  const ids = snapshotOf('both').predictedResources.map(({ id }) => id);

  expect(snapshotOf('both-again').predictedResources.filter(({ id }) => ids.includes(id))).toEqual([]);
});

describe('alerts', () => {
  const groups: readonly { readonly name: string; readonly rules: readonly Record<string, string>[] }[] = parse(
    readFileSync('infra/alerts/m365-usage.yaml', 'utf8'),
  ).groups;
  const fleetAlerts = groups.find(({ name }) => name === 'm365-fleet')?.rules.map(({ alert }) => alert);
  const queries = parse(readFileSync('infra/alerts/log-queries.yaml', 'utf8'));

  it('on managed Prometheus are the rules of the YAML, with their expressions and times', () => {
    const wanted = groups.filter(({ name }) => name !== 'm365-fleet');
    const deployed = predicted('prometheus', TYPES.ruleGroup).map(({ name, properties }) => ({
      name: name.slice(0, name.lastIndexOf('-')),
      rules: listOf(properties?.rules).map(({ alert, record, expression, for: wait }) => [
        alert ?? record,
        expression,
        wait ?? undefined,
      ]),
    }));

    expect(deployed, OUT_OF_DATE).toEqual(
      wanted.map(({ name, rules }) => ({
        name,
        rules: rules.map(({ alert, record, expr, for: wait }) => [
          alert ?? record,
          expr,
          wait && `PT${wait.toUpperCase()}`,
        ]),
      })),
    );
  });

  it.each([
    ['one tenant', 'logs', (name: string) => !fleetAlerts?.includes(name), 'https://runbooks.example.net'],
    ['many tenants', 'many-tenants', () => true, 'runbooks'],
  ])('of %s on logs are the queries of the YAML, and lead to the runbooks', (_, file, isWanted, folder) => {
    const deployed = predicted(file, TYPES.logAlert);
    const wanted = Object.keys(queries.alerts).filter(isWanted);

    expect(deployed.map(({ name }) => name.split('-')[0]).toSorted()).toEqual(wanted.toSorted());
    for (const { name, properties } of deployed) {
      const alert = name.split('-')[0] ?? '';
      // The two readers of YAML keep the end of a last line or not.
      const query = `${queries.prelude}${queries.alerts[alert].query}`.trimEnd();
      const criteria = JSON.stringify(properties?.criteria);
      if (alert !== 'M365PullNotRunning') expect(criteria, OUT_OF_DATE).toContain(JSON.stringify(query).slice(0, -1));
      expect(properties?.description).toContain(`${folder}/${alert}.md`);
    }
  });

  it('on logs miss no run in the first two hours of a deployment, whose time only Azure knows', () => {
    const rule = predicted('logs', TYPES.logAlert).find(({ name }) => name.startsWith('M365PullNotRunning'));
    const query = JSON.stringify(queries.alerts.M365PullNotRunning.query).slice(1, -1);

    expect(JSON.stringify(rule?.properties?.criteria).replaceAll("''", "'")).toMatch(
      /\| where datetime\(\{0\}\) < ago\(2h\)/,
    );
    expect(JSON.stringify(rule?.properties?.criteria)).toContain(query.trimEnd());
    expect(JSON.stringify(rule?.properties?.criteria)).toContain('utcNow');
  });

  it('tell by mail once, also where both are deployed', () => {
    const actionsOf = (name: string) => predicted(name, TYPES.logAlert).map(({ properties }) => properties?.actions);

    expect(actionsOf('both')).toEqual(actionsOf('both').map(() => ({ actionGroups: [] })));
    expect(actionsOf('logs')[0]).toEqual({ actionGroups: [only('logs', TYPES.actionGroup).id] });
  });
});

describe('authentication', () => {
  it('is off where Entra is turned off', () => {
    expect(only('default', TYPES.authentication).properties).toMatchObject({
      platform: { enabled: false },
      globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
    });
  });

  it('lets health, and what asks for the master key, past Entra', () => {
    expect(only('entra', TYPES.authentication).properties).toMatchObject({
      platform: { enabled: true },
      globalValidation: {
        requireAuthentication: true,
        unauthenticatedClientAction: 'Return401',
        excludedPaths: ['/healthz', '/admin/host/status', '/admin/functions/collect'],
      },
    });
  });

  it.each([
    ['entra', '55555555-5555-5555-5555-555555555555'],
    ['entra-alone', '44444444-4444-4444-4444-444444444444'],
  ])('of %s lets in one application only', (name, application) => {
    const provider = { validation: { defaultAuthorizationPolicy: { allowedApplications: [application] } } };

    expect(only(name, TYPES.authentication).properties).toMatchObject({
      identityProviders: { azureActiveDirectory: { enabled: true, ...provider } },
    });
  });

  it('is open to the listed addresses only, the SCM site too', () => {
    expect(only('production', TYPES.site).properties?.siteConfig).toMatchObject({
      ipSecurityRestrictions: [
        { action: 'Allow', ipAddress: '203.0.113.0/24', priority: 100 },
        { action: 'Allow', ipAddress: '198.51.100.7/32', priority: 101 },
      ],
      ipSecurityRestrictionsDefaultAction: 'Deny',
      scmIpSecurityRestrictionsUseMain: true,
    });
  });
});

describe('a private network', () => {
  it.each(['private', 'private-closed', 'existing', 'names'])('%s leaves storage to its endpoint', (name) => {
    expect(only(name, TYPES.storage).properties).toMatchObject({
      publicNetworkAccess: 'Disabled',
      networkAcls: { bypass: 'None', defaultAction: 'Deny' },
    });
    expect(servicesOf(name)).toContain('blob');
    expect(only(name, TYPES.site).properties?.virtualNetworkSubnetId).toMatch(/\/subnets\/snet-/);
  });

  it.each(['private-closed', 'existing'])('%s leaves the app to its endpoint too', (name) => {
    expect(only(name, TYPES.site).properties?.publicNetworkAccess).toBe('Disabled');
    expect(servicesOf(name)).toEqual(['blob', 'sites']);
  });

  it('has two subnets with a security group each, of which the one of the app leads outside', () => {
    const subnets = listOf(only('private', TYPES.network).properties?.subnets);

    expect(subnets).toMatchObject([
      { name: 'snet-app', properties: { addressPrefix: '10.65.0.0/27', defaultOutboundAccess: true } },
      { name: 'snet-endpoints', properties: { addressPrefix: '10.65.0.32/27', defaultOutboundAccess: false } },
    ]);
    expect(JSON.stringify(subnets).match(/networkSecurityGroups/g)).toHaveLength(2);
  });
});

describe('many tenants', () => {
  const QUEUE = 'Microsoft.Storage/storageAccounts/queueServices/queues';
  const queuesOf = (name: string) => predicted(name, QUEUE).map(({ name }) => name.split('/').at(-1));

  it.each(['many-tenants', 'many-tenants-private'])('%s have the queue, and the one of messages that fail', (name) => {
    expect(queuesOf(name)).toEqual(['tenant-pulls', 'tenant-pulls-poison']);
  });

  it('that a timer pulls by itself have no queue and no role on one', () => {
    expect(queuesOf('many-tenants-pool')).toEqual([]);
    expect(rolesOf('many-tenants-pool')).toEqual(rolesOf('default'));
  });

  it('are nothing to a deployment of one', () => {
    for (const name of snapshotNames.filter((name) => !name.startsWith('many-tenants'))) {
      expect(JSON.stringify(snapshotOf(name)), name).not.toMatch(/queue|TENANTS|GRAPH_CLIENT_ID|extensionBundle/);
    }
  });

  it('let whoever consents, and the first plan, past Entra', () => {
    expect(only('many-tenants', TYPES.authentication).properties).toMatchObject({
      globalValidation: {
        requireAuthentication: true,
        excludedPaths: ['/healthz', '/admin/host/status', '/admin/functions/plan', '/consented'],
      },
    });
  });

  it('reach their queue by an endpoint of its own in a private network', () => {
    expect(servicesOf('many-tenants-private')).toEqual(['blob', 'queue']);
    expect(predicted('many-tenants-private', TYPES.zone).map(({ name }) => name)).toEqual([
      expect.stringContaining('privatelink.blob.'),
      expect.stringContaining('privatelink.queue.'),
    ]);
  });
});

describe('what exists', () => {
  it('is used and not deployed', () => {
    for (const type of [TYPES.identity, TYPES.workspace, TYPES.network, TYPES.zone, TYPES.actionGroup]) {
      expect(predicted('existing', type)).toEqual([]);
    }
    const text = JSON.stringify(snapshotOf('existing'));
    for (const name of ['id-usage', 'log-central', 'ag-platform', 'snet-usage', 'privatelink.blob']) {
      expect(text).toContain(name);
    }
  });

  it('gets Grafana’s role where it is', () => {
    const [reader] = predicted('existing', TYPES.role).filter(({ id }) => id.includes('/workspaces/'));

    expect(reader?.id).toContain(
      '/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-central/',
    );
  });

  it('needs no DNS zone where a policy writes the records', () => {
    expect(predicted('existing', TYPES.records).map(({ name }) => name)).toEqual([expect.stringContaining('-blob-0/')]);
  });
});

describe('what Azure Verified Modules take', () => {
  /** Resources that have a lock and a role of their own, by what comes before the extension in its ID. */
  const withOwn = (type: string) =>
    predicted('governed', type)
      .map(({ id }) => id.split('/').at(-6) ?? '')
      .toSorted();
  const GOVERNED = [
    'actionGroups',
    'components',
    'dataCollectionEndpoints',
    'dataCollectionRules',
    'serverfarms',
    'sites',
    'storageAccounts',
    'userAssignedIdentities',
    'virtualNetworks',
    'workspaces',
  ];

  it('as lock is on each resource', () => {
    expect(withOwn(TYPES.lock)).toEqual(GOVERNED);
    for (const { id, properties } of predicted('governed', TYPES.lock))
      expect(properties?.level).toBe(id.includes('/actionGroups/') ? 'ReadOnly' : 'CanNotDelete');
    expect(predicted('governed', TYPES.lock).find(({ name }) => name === 'history')?.properties).toEqual({
      level: 'CanNotDelete',
      notes: 'Ask the owner.',
    });
  });

  it('as roleAssignments is given on each resource', () => {
    const readers = predicted('governed', TYPES.role).filter(({ properties }) => properties?.principalId === GROUP);

    expect(readers.map(({ id }) => id.split('/').at(-6) ?? '').toSorted()).toEqual(GOVERNED);
    expect(new Set(rolesOf('governed').filter((role) => role.startsWith('Reader')))).toEqual(
      new Set(
        GOVERNED.filter((type) => type !== 'storageAccounts').map(
          (type) => `Reader on ${type}: Of the Microsoft 365 usage exporter.`,
        ),
      ),
    );
    expect(readers.find(({ id }) => id.includes('/storageAccounts/'))).toMatchObject({
      name: '77777777-7777-7777-7777-777777777777',
      properties: { condition: expect.stringContaining('usage-reports'), conditionVersion: '2.0' },
    });
  });

  it('as diagnosticSettings sends all where nothing is chosen; a plan has metrics only', () => {
    const all = { logs: [{ categoryGroup: 'allLogs' }], metrics: [{ category: 'AllMetrics' }] };
    const sent = predicted('governed', TYPES.diagnostics).filter(({ name }) => name === 'diagnostics-0');

    for (const type of ['sites', 'components', 'virtualNetworks', 'workspaces'])
      expect(sent.find(({ id }) => id.split('/').at(-6) === type)?.properties).toMatchObject(all);
    expect(sent.find(({ id }) => id.includes('/serverfarms/'))?.properties).toMatchObject({ ...all, logs: [] });
    expect(sent).toHaveLength(5);
  });

  it('as privateEndpoints has lock, roles, tags and a name of its interface', () => {
    const endpoint = predicted('existing', TYPES.endpoint).find(({ name }) => name === 'pep-usage');

    expect(endpoint).toMatchObject({
      tags: { owner: 'network', 'azd-env-name': 'prod' },
      properties: { customNetworkInterfaceName: 'nic-usage' },
    });
    expect(only('existing', TYPES.lock).id).toContain('/privateEndpoints/pep-usage/');
    expect(rolesOf('existing')).toContain(
      'Network Contributor on privateEndpoints: Of the Microsoft 365 usage exporter.',
    );
  });

  it('as customerManagedKey is taken back where it is left out', () => {
    expect(only('default', TYPES.storage)).toMatchObject({
      identity: { type: 'None' },
      properties: { encryption: { keySource: 'Microsoft.Storage' } },
    });
  });
});

describe('for production', () => {
  it('the history is locked, kept in several zones, encrypted with a key of your own, and read by who copies it', () => {
    expect(only('production', TYPES.storage)).toMatchObject({
      sku: { name: 'Standard_GZRS' },
      location: 'northeurope',
      properties: { encryption: { keySource: 'Microsoft.Keyvault', keyvaultproperties: { keyname: 'history' } } },
    });
    expect(only('production', TYPES.lock)).toMatchObject({ properties: { level: 'CanNotDelete' } });
    expect(only('production', TYPES.lock).id).toContain('/storageAccounts/');
    expect(rolesOf('production')).toContain('Storage Blob Data Reader on storageAccounts: Copies the history.');
  });

  it('logs have a daily cap unless it is taken off', () => {
    expect(only('default', TYPES.workspace).properties).toMatchObject({ workspaceCapping: { dailyQuotaGb: 1 } });
    expect(only('production', TYPES.workspace).properties).toMatchObject({ workspaceCapping: { dailyQuotaGb: -1 } });
  });

  it('the app logs nothing twice, but what is chosen', () => {
    expect(only('default', TYPES.diagnostics)).toMatchObject({
      id: expect.stringContaining('/blobServices/default/'),
      properties: { logs: [{ category: 'StorageDelete', enabled: true }], metrics: [] },
    });
    expect(predicted('production', TYPES.diagnostics)[1]?.properties).toMatchObject({
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
    });
  });

  it('dashboards meet a Grafana of their schema', () => {
    expect(only('grafana', TYPES.grafana).properties).toMatchObject({ grafanaMajorVersion: '12' });
  });

  it('every name can be chosen', () => {
    const { predictedResources: resources } = snapshotOf('names');
    const chosen = [...readFileSync('test/infra/snapshots/names.bicepparam', 'utf8').matchAll(/: '(.*contoso.*)'/g)];

    expect(chosen).toHaveLength(12);
    expect(chosen.flatMap(([, name]) => resources.filter((resource) => resource.name === name))).toHaveLength(12);
  });
});

function only(name: string, type: string): Predicted {
  const [resource, ...more] = predicted(name, type);
  if (resource === undefined || more.length > 0) throw new Error(`${name} has ${more.length + 1} of ${type}`);
  return resource;
}

function rolesOf(name: string): readonly string[] {
  return predicted(name, TYPES.role).map(({ id, properties }) => {
    const role = ROLES[String(properties?.roleDefinitionId).split('/').at(-1) ?? ''];
    return `${role} on ${id.split('/').at(-6)}: ${properties?.description}`;
  });
}

function servicesOf(name: string): readonly unknown[] {
  return predicted(name, TYPES.endpoint).map(
    ({ properties }) => listOf(properties?.privateLinkServiceConnections)[0]?.name,
  );
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
