import { describe, expect, it } from 'vitest';
import { readDeclared, toSentence } from '../../src/tenants/read-declared.ts';
import { settingsChecker } from '../../src/tenants/tenant-settings.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const OTHER = '66666666-7777-4888-9999-000000000000';
const check = settingsChecker({}, 'standalone');
const read = (tenants: unknown) => readDeclared(JSON.stringify({ version: 1, tenants }), 'declared.json', check);
const problemsOf = (tenants: unknown) => read(tenants).misdeclared.map(toSentence);

describe('a declaration', () => {
  it('needs no more than an id', () => {
    const contoso = {
      key: 'contoso',
      id: ID,
      enabled: true,
      labels: {},
      settings: {},
      credential: 'shared',
      removedAt: null,
    };

    expect(read({ contoso: { id: ID.toUpperCase() } })).toEqual({
      tenants: [contoso],
      byKey: new Map([['contoso', contoso]]),
      removed: [],
      misdeclared: [],
    });
  });

  it('has every mistake told at once, with the field, what is there and what to do; and costs nobody else', () => {
    const wrong = {
      id: 'contoso.onmicrosoft.com',
      name: 'two\nlines',
      addedAt: 'yesterday',
      enabled: 'yes',
      labels: { job: 'x', Region: 'emea', region: 5 },
      settings: { GRAPH_ENDPOINT: 'https://graph.microsoft.us', WINDOW_DAYS: 7 },
      credential: 'p4ssw0rd~that-nobody-may-read-in-a-log',
      removedAt: 5,
    };

    const { tenants, misdeclared } = read({ good: { id: ID }, contoso: wrong });

    expect(tenants.map(({ key }) => key)).toEqual(['good']);
    const [{ problems } = { problems: [] }] = misdeclared;
    expect(problems.map(({ field, sentence }) => `${field} ${sentence}`)).toMatchInlineSnapshot(`
      [
        "id is "contoso.onmicrosoft.com"; use the tenant (directory) id that Entra shows, such as 11111111-2222-4333-8444-555555555555",
        "name is "two lines"; use a text of at most 100 characters, without line breaks",
        "addedAt is "yesterday"; use a time such as 2026-01-31T12:00:00.000Z, or leave it out",
        "enabled is "yes"; use true or false",
        "labels.job is no name to use here; use names of lowercase letters, digits and underscores for texts of at most 200 characters, none of them tenant, tenant_name, job, instance, le or a label of the metrics",
        "labels.Region is no name to use here; use names of lowercase letters, digits and underscores for texts of at most 200 characters, none of them tenant, tenant_name, job, instance, le or a label of the metrics",
        "labels.region is 5; use names of lowercase letters, digits and underscores for texts of at most 200 characters, none of them tenant, tenant_name, job, instance, le or a label of the metrics",
        "settings.GRAPH_ENDPOINT is no name to use here; use texts, as in environment variables, for any of REPORTS, REPORT_PERIOD, WHOLE_PERIODS, WINDOW_DAYS, REPORT_FORMAT, PULL_INTERVAL_HOURS, DROP_SENSITIVITY, DROP_IGNORE",
        "settings.WINDOW_DAYS is 7; use texts, as in environment variables, for any of REPORTS, REPORT_PERIOD, WHOLE_PERIODS, WINDOW_DAYS, REPORT_FORMAT, PULL_INTERVAL_HOURS, DROP_SENSITIVITY, DROP_IGNORE",
        "credential is a text of 38 characters; use "shared", "identity", {"clientId": "<GUID>", "secretSetting": "<NAME>"} or the same with certificateSetting; NAME is an app setting, never the secret itself",
        "removedAt is 5; use a time such as 2026-01-31T12:00:00.000Z, or null",
      ]
    `);
    expect(JSON.stringify(misdeclared)).not.toContain('p4ssw0rd');
  });

  it('tells a wrong value of a setting beside the other mistakes', () => {
    expect(problemsOf({ a: { id: 'x', settings: { WINDOW_DAYS: '-1', FOO: '1' } } })[0]).toMatch(
      /id is "x"; .*settings\.FOO is no name to use here; .*settings\.WINDOW_DAYS is "-1"; use a whole number from 0 to 731$/,
    );
  });

  it('of one that is removed keeps the key, whatever else is wrong with it', () => {
    const removedAt = '2026-01-31T12:00:00.000Z';

    const { removed, misdeclared } = read({
      a: { id: ID, removedAt, name: 'two\nlines' },
      b: { id: 'x', removedAt },
      '../c': { id: ID, removedAt },
    });

    expect(removed).toMatchObject([{ key: 'a', id: ID, removedAt }]);
    expect(misdeclared).toEqual([]);
  });

  it('checks settings as those of the environment are checked', () => {
    expect(problemsOf({ a: { id: ID, settings: { REPORTS: 'skipe', WINDOW_DAYS: '-1' } } })).toMatchInlineSnapshot(`
      [
        "tenant "a": settings.REPORTS names "skipe", an unknown report or product; did you mean skype?. settings.WINDOW_DAYS is "-1"; use a whole number from 0 to 731",
      ]
    `);
  });

  it.each([
    [
      { a: {} },
      'tenant "a": id is missing; use the tenant (directory) id that Entra shows, such as 11111111-2222-4333-8444-555555555555',
    ],
    [{ a: null }, 'tenant "a": the entry is null; use an object with an id'],
    [{ a: [] }, 'tenant "a": the entry is a list; use an object with an id'],
    [{ a: { id: ID }, b: { id: ID.toUpperCase() } }, 'tenant "b": id is that of a too; remove one of the two'],
    [
      { b: { id: ID, removedAt: '2026-01-31T12:00:00.000Z' }, a: { id: ID }, c: { id: ID } },
      'tenant "c": id is that of a too; remove one of the two',
    ],
    [{ a: { id: ID }, A: { id: OTHER } }, 'tenant "A": the key is a in other letters; use another one'],
    [
      { '../a': { id: ID } },
      'tenant "../a": the key is "../a"; use 1 to 64 lowercase letters, digits, dots, hyphens and underscores, with a letter or digit at both ends',
    ],
    [
      { ['k'.repeat(10_240)]: { id: ID } },
      `tenant "${'k'.repeat(20)}…": the key has 10240 characters; use 1 to 64 lowercase letters, digits, dots, hyphens and underscores, with a letter or digit at both ends`,
    ],
  ])('whose entry cannot be used is explained, case %#', (tenants, sentence) => {
    expect(problemsOf(tenants)).toEqual([sentence]);
  });

  it('may say again who was removed, and that a tenant has an application of its own', () => {
    const declared = read({
      old: { id: ID, removedAt: '2026-01-31T12:00:00.000Z' },
      anew: { id: ID, credential: { clientId: OTHER, secretSetting: 'CONTOSO_SECRET' } },
    });

    expect(declared.removed.map(({ key }) => key)).toEqual(['old']);
    expect(declared.tenants.map(({ key }) => key)).toEqual(['anew']);
    expect(declared.misdeclared).toEqual([]);
  });

  it.each([
    ['{"tenants":{', 'declared.json is not JSON (line 1 column 13); correct it'],
    ['', 'declared.json is not JSON; correct it'],
    ['{\n"tenants": secret}', 'declared.json is not JSON; correct it'],
    ['[]', 'declared.json is a list; use {"version": 1, "tenants": {"<key>": {"id": "<tenant id>"}}}'],
    ['{}', 'declared.json: tenants is missing; use {"version": 1, "tenants": {"<key>": {"id": "<tenant id>"}}}'],
    ['{"version":2}', 'declared.json was written by a newer release of this program; run that release'],
  ])('that is none, such as %j, is told as a whole', (text, sentence) => {
    expect(() => readDeclared(text, 'declared.json', check)).toThrow(sentence);
  });
});
