import { describe, expect, it } from 'vitest';
import { readClaims, whatIsMissing, whyForbidden } from '../../src/graph/token-claims.ts';

const REPORTS_READER = '4a5d8f65-41da-4de4-8968-e035b65339cf';
/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#ai-administrator */
const AI_ADMINISTRATOR = 'd2562ede-74db-457e-a7b6-544e236ebb61';
const toToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const missingIn = (claims: object) =>
  whatIsMissing(readClaims(toToken(claims)) ?? { roles: [], scopes: [], entraRoles: [] });
const whyFor = (claims: object) => whyForbidden(readClaims(toToken(claims)));

describe('whatIsMissing', () => {
  it.each([
    ['an application with the permission', { roles: ['Reports.Read.All'] }],
    ['a reader of reports who consented', { scp: 'User.Read Reports.Read.All', wids: ['x', REPORTS_READER] }],
    ['a user with a role that is in no list', { scp: 'Reports.Read.All', wids: ['x'] }],
    ['a user whose roles it does not tell', { scp: 'Reports.Read.All' }],
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
  ])('names what is missing in the token of %s', (_, claims, message) => {
    expect(missingIn(claims)).toMatch(message);
  });
});

describe('whyForbidden', () => {
  it.each([
    [
      'an application without the permission',
      { roles: [] },
      /^the application lacks the permission Reports\.Read\.All; grant it/,
    ],
    [
      'an application that has it',
      { roles: ['Reports.Read.All'] },
      /^the token has the permission Reports\.Read\.All, so the application is kept out by something else: .*disabled.*Conditional Access.*restricts/,
    ],
    [
      'a user with a role that is in no list',
      { scp: 'Reports.Read.All', wids: ['x'] },
      /no Entra role that Microsoft lists for usage reports; assign Reports Reader/,
    ],
    ['a user whose roles it does not tell', { scp: 'Reports.Read.All' }, /does not tell the Entra roles/],
    [
      'a reader of reports',
      { scp: 'Reports.Read.All', wids: [REPORTS_READER] },
      /^the token has the permission Reports\.Read\.All and an Entra role .* kept out by something else/,
    ],
    [
      'an AI Administrator',
      { scp: 'Reports.Read.All', wids: [AI_ADMINISTRATOR] },
      /and an Entra role that may read reports/,
    ],
    ['a user who has not consented', { scp: 'User.Read', wids: [REPORTS_READER] }, /lacks the delegated permission/],
  ])('says why the token of %s is refused', (_, claims, message) => {
    expect(whyFor(claims)).toMatch(message);
  });
});

it.each(['opaque', '', 'a.b.c'])('does not look into the token %o', (token) => {
  expect(readClaims(token)).toBeUndefined();
});
