import { describe, expect, it } from 'vitest';
import { readGraphError, toReportError } from '../../src/graph/graph-error.ts';

const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });

describe('readGraphError', () => {
  it('unwraps the error that an UnknownError carries as text', () => {
    const inner = error('S2SUnauthorized', 'Invalid permission.');

    expect(readGraphError(error('UnknownError', inner))).toEqual({
      code: 'S2SUnauthorized',
      message: 'Invalid permission.',
    });
    expect(readGraphError(error('UnknownError', error('UnknownError', inner)))).toMatchObject({
      code: 'S2SUnauthorized',
    });
  });

  it.each(['', '<html>', 'null', '[]', '{"error":null}', '{}'])('makes nothing of %o', (body) => {
    expect(readGraphError(body)).toEqual({ code: '', message: '' });
  });
});

it('makes nothing of a code that is none', () => {
  const code = 'x\n\u001b[31mhttps://x.office.com/data?token=abc';

  expect(readGraphError(JSON.stringify({ error: { code, message: 'm' } }))).toEqual({ code: '', message: 'm' });
});

describe('toReportError', () => {
  it.each([
    [401, 'InvalidAuthenticationToken', 'Access token has expired.', 'unauthorized', undefined],
    [403, 'S2SUnauthorized', 'Invalid permission.', 'unauthorized', undefined],
    [403, 'MissingCredentials', 'Valid Authorization header is needed.', 'server', 2000],
    [404, 'UnknownTenantId', 'We do not recognize this tenant ID.', 'not_onboarded', undefined],
    [404, '', '', 'not_available', undefined],
    [400, 'BadRequest', "Resource not found for the segment 'getX'.", 'not_available', undefined],
    [400, 'InvalidArgument', 'Invalid period value.', 'server', undefined],
    [429, 'TooManyRequests', 'Please retry again later.', 'throttled', 2000],
    [500, 'InternalServerError', '', 'server', 2000],
    [503, '', '', 'server', 2000],
  ])('takes %d %s "%s" for %s', (status, code, message, reason, retryAfterMs) => {
    expect(toReportError(status, { code, message }, 2000)).toMatchObject({ reason, retryAfterMs });
  });

  it('says what to do about a missing permission', () => {
    const { message } = toReportError(403, { code: 'S2SUnauthorized', message: 'Invalid permission.' }, 0);

    expect(message).toBe(
      'Graph returned 403 (S2SUnauthorized): grant the application permission Reports.Read.All with admin consent, or give ' +
        'a signed-in user the Entra role Reports Reader; a new grant takes up to an hour',
    );
  });

  it('repeats nothing of a foreign message that could be a secret or a tenant', () => {
    const message = 'See https://reports.office.com/x?sig=abc for 11111111-2222-3333-4444-555555555555\nand more';

    expect(toReportError(400, { code: 'BadRequest', message }, 0).message).toMatch(
      /^Graph returned 400 \(BadRequest\): See <url> for <id>; if/,
    );
  });
});

it('finds the id of the request wherever the error carries it', () => {
  const innerError = { 'request-id': 'f2b8a1d4-0000-4000-8000-00000000000a', date: '2026-01-01' };
  const inner = JSON.stringify({ error: { code: 'S2SUnauthorized', message: 'Invalid permission.', innerError } });

  expect(readGraphError(error('UnknownError', inner)).requestId).toBe('f2b8a1d4-0000-4000-8000-00000000000a');
  expect(readGraphError(inner.replace('innerError', 'innererror')).requestId).toBe(innerError['request-id']);
  expect(readGraphError(inner.replace(innerError['request-id'], 'Bearer x\\n')).requestId).toBeUndefined();
});
