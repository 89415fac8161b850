import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isTenantKey, keyProblem } from '../../src/tenants/tenant-key.ts';

const RULE =
  'use 1 to 64 lowercase letters, digits, dots, hyphens and underscores, with a letter or digit at both ends';

it.each([
  ['..', `is ".."; ${RULE}`],
  ['a..b', `is "a..b", which has two dots in a row; ${RULE}`],
  ['a%2fb', `is "a%2fb"; ${RULE}`],
  ['../b', `is "../b"; ${RULE}`],
  ['', `is ""; ${RULE}`],
  ['_tenants', `is "_tenants"; ${RULE}`],
  ['a\u0000', `is "a\\u0000"; ${RULE}`],
  ['ä', `is "ä"; ${RULE}`],
  ['Contoso', 'is "Contoso"; use lowercase letters: contoso'],
  ['con', 'is "con", a device of Windows; use another name'],
  ['nul.x', 'is "nul.x", a device of Windows; use another name'],
  ['constructor', 'is "constructor", which is reserved; use another name'],
  ['__proto__', `is "__proto__"; ${RULE}`],
  ['a'.repeat(65), `has 65 characters; ${RULE}`],
  ['a'.repeat(10_240), `has 10240 characters; ${RULE}`],
])('refuses a new tenant with a bad key, case %#', (key, sentence) => {
  expect(keyProblem(key)).toBe(sentence);
});

it.each([
  'a',
  '7',
  'contoso',
  'contoso.onmicrosoft.com',
  '11111111-2222-4333-8444-555555555555',
  'a_b',
  'x'.repeat(64),
])('takes %s', (key) => {
  expect(keyProblem(key)).toBeUndefined();
  expect(isTenantKey(key)).toBe(true);
});

it('takes capitals only of the folder that the one tenant of before has already', () => {
  expect(keyProblem('Contoso', 'Contoso')).toBeUndefined();
  expect(isTenantKey('Contoso')).toBe(true);
});

it('lets no text become a path that leads out of its folder, or to what is not a tenant', () => {
  const evil = fc.array(fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '\u0000', '_', 'a', 'A', ':', ' ', 'é'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        evil.map((parts) => parts.join('')),
      ),
      (text) => {
        if (!isTenantKey(text)) return;
        expect(text).toMatch(/^[A-Za-z\d][A-Za-z\d._-]*$/);
        expect(text).not.toMatch(/\.\.|\.$/);
        expect(decodeURIComponent(text)).toBe(text);
        expect(text.length).toBeLessThanOrEqual(64);
      },
    ),
    { numRuns: 2000 },
  );
});
