import { describe, expect, it } from 'vitest';
import { cloudOf, scopeOf } from '../../src/azure/clouds.ts';
import { isDownloadUrl } from '../../src/graph/download-hosts.ts';
import { reportUrl } from '../../src/graph/report-url.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { reportNamed } from '../support/reports.ts';

const GLOBAL = 'https://graph.microsoft.com';
const groups = reportNamed('getOffice365GroupsActivityGroupCounts');

describe('a Graph root', () => {
  it.each([
    [GLOBAL, undefined, 'https://graph.microsoft.com/.default'],
    ['https://graph.microsoft.us', 'https://login.microsoftonline.us', 'https://graph.microsoft.us/.default'],
    ['https://dod-graph.microsoft.us', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us/.default'],
    [
      'https://microsoftgraph.chinacloudapi.cn',
      'https://login.chinacloudapi.cn',
      'https://microsoftgraph.chinacloudapi.cn/.default',
    ],
    ['http://127.0.0.1:8080', undefined, 'https://graph.microsoft.com/.default'],
  ])('%s decides authority %s and scope %s', (root, authority, scope) => {
    expect([cloudOf(new URL(root)).authority, scopeOf(new URL(root))]).toEqual([authority, scope]);
  });
});

describe('a download', () => {
  it.each([
    [GLOBAL, 'https://reports.office.com/x', 'https://reports.office365.us/x'],
    ['https://graph.microsoft.us', 'https://reports.office365.us/x', 'https://reports.office.com/x'],
    ['https://dod-graph.microsoft.us', 'https://reports.apps.mil/x', 'https://other.apps.mil/x'],
    [
      'https://microsoftgraph.chinacloudapi.cn',
      'https://reports.partner.office365.cn/x',
      'https://reports.office.com/x',
    ],
  ])('of %s may come from %s, and not from %s', (root, good, bad) => {
    const { graphEndpoint, downloadHosts } = readSettings({ GRAPH_ENDPOINT: root }, 'standalone').tenant;
    const rule = { graphEndpoint, hosts: downloadHosts };

    expect([good, bad].map((url) => isDownloadUrl(new URL(url), rule))).toEqual([true, false]);
  });

  it('may come from what is set alone, whatever the cloud', () => {
    const env = { GRAPH_ENDPOINT: 'https://graph.microsoft.us', REPORT_DOWNLOAD_HOSTS: 'files.contoso.example' };

    expect(readSettings(env, 'standalone').tenant.downloadHosts).toEqual(['files.contoso.example']);
  });
});

describe('the address of a file', () => {
  it.each([
    [
      'v1.0 for CSV',
      groups,
      GLOBAL,
      'csv',
      `${GLOBAL}/v1.0/reports/getOffice365GroupsActivityGroupCounts(period='D30')`,
    ],
    [
      'beta for JSON',
      groups,
      GLOBAL,
      'json',
      `${GLOBAL}/beta/reports/getOffice365GroupsActivityGroupCounts(period='D30')?$format=application/json`,
    ],
    [
      'beta in a national cloud',
      groups,
      'https://graph.microsoft.us',
      'csv',
      "https://graph.microsoft.us/beta/reports/getOffice365GroupsActivityGroupCounts(period='D30')?$format=text/csv",
    ],
    [
      'beta for what only beta has',
      reportNamed('getBrowserUserCounts'),
      GLOBAL,
      'csv',
      `${GLOBAL}/beta/reports/getBrowserUserCounts(period='D30')?$format=text/csv`,
    ],
    [
      'a folder of its own for Copilot in v1.0',
      reportNamed('getMicrosoft365CopilotUserCountTrend'),
      GLOBAL,
      'csv',
      `${GLOBAL}/v1.0/copilot/reports/getMicrosoft365CopilotUserCountTrend(period='D30')`,
    ],
  ] as const)('is %s', (_, of, root, reportFormat, url) => {
    expect(reportUrl(of, 'D30', { graphEndpoint: new URL(root), reportFormat })).toBe(url);
  });

  it('has no parentheses where the function takes no period', () => {
    expect(
      reportUrl(reportNamed('getOffice365ActivationCounts'), undefined, {
        graphEndpoint: new URL(GLOBAL),
        reportFormat: 'csv',
      }),
    ).toBe(`${GLOBAL}/v1.0/reports/getOffice365ActivationCounts`);
  });
});
