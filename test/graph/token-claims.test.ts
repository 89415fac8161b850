import { describe, expect, it } from 'vitest';
import { readClaims, whatIsMissing } from '../../src/graph/token-claims.ts';

const REPORTS_READER = '4a5d8f65-41da-4de4-8968-e035b65339cf';
const toToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const missingIn = (claims: object) =>
  whatIsMissing(readClaims(toToken(claims)) ?? { roles: [], scopes: [], entraRoles: [] });

describe('whatIsMissing', () => {
  it.each([
    ['an application with the permission', { roles: ['Reports.Read.All'] }],
    ['a reader of reports who consented', { scp: 'User.Read Reports.Read.All', wids: ['x', REPORTS_READER] }],
  ])('misses nothing in the token of %s', (_, claims) => {
    expect(missingIn(claims)).toBeUndefined();
  });

  it.each([
    ['an application without it', { roles: ['User.Read.All'] }, /application lacks the permission Reports\.Read\.All/],
    ['an application without any', {}, /application lacks the permission Reports\.Read\.All/],
    [
      'a user without the scope',
      { scp: 'User.Read', wids: [REPORTS_READER] },
      /delegated permission Reports\.Read\.All/,
    ],
    [
      'a user without an Entra role',
      { scp: 'Reports.Read.All', wids: ['x'] },
      /no Entra role .* assign Reports Reader/,
    ],
  ])('names what is missing in the token of %s', (_, claims, message) => {
    expect(missingIn(claims)).toMatch(message);
  });
});

it.each(['opaque', '', 'a.b.c'])('does not look into the token %o', (token) => {
  expect(readClaims(token)).toBeUndefined();
});
