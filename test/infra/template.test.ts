import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main, modules, type Template } from '../support/template.ts';

const texts = Object.entries({ main, ...modules });

describe.each(texts)('%s', (_name, template: Template) => {
  it('says what it is, and what each parameter and output is', () => {
    const undescribed = [...Object.entries(template.parameters), ...Object.entries(template.outputs ?? {})].filter(
      ([, { metadata }]) => metadata?.description === undefined,
    );

    expect(template.metadata).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    expect(undescribed).toEqual([]);
  });

  it('says rightly which parameters are required', () => {
    const wrong = Object.entries(template.parameters).filter(([, { metadata, defaultValue, nullable }]) => {
      const isOptional = defaultValue !== undefined || nullable === true;
      return !metadata?.description?.startsWith(isOptional ? 'Optional. ' : 'Required. ');
    });

    expect(wrong).toEqual([]);
  });

  it('gives nothing away', () => {
    const outputs = Object.values(template.outputs ?? {}).map(({ value }) => value);

    expect(outputs.filter((value) => /ConnectionString|InstrumentationKey|list\w*\(/.test(value))).toEqual([]);
  });
});

it('no key, password or signature is a parameter or made', () => {
  expect(readFileSync('infra/main.json', 'utf8')).not.toMatch(
    /list(Account|Service)?(Keys|Sas|Secrets)\(|AccountKey=/i,
  );
});

it('settings are secret, and none is unknown', () => {
  expect(main.definitions.exporterSettings).toMatchObject({ type: 'secureObject', additionalProperties: false });
  expect(main.parameters.settings).toMatchObject({ $ref: '#/definitions/exporterSettings' });
});

it('a role on what may not be there has a scope with a name, which a validation asks for all the same', () => {
  const scopes = ['access', 'grafana'].flatMap((module) =>
    Object.values(modules[module]?.resources ?? {}).flatMap(({ condition, scope }) =>
      condition && scope ? [scope] : [],
    ),
  );

  expect(scopes.filter((scope) => /DataCollectionRuleName|monitorWorkspaceName/i.test(scope))).toHaveLength(2);
  expect(scopes.filter((scope) => /RuleName|WorkspaceName/.test(scope) && !scope.includes("'none'"))).toEqual([]);
});

it('names of nested deployments differ between deployments', () => {
  const names = Object.values(main.resources).map(({ name }) => name);

  expect(names.filter((name) => !name?.includes('deployment().name'))).toEqual([]);
});
