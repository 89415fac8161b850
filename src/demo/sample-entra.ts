import { explained } from '../azure/credential.ts';
import type { CredentialOf } from '../fleet/open-tenants.ts';
import { meaningIn } from '../tenants/state-of-failure.ts';
import { close, originOf, serve } from './loopback.ts';
import { sampleToken } from './sample-token.ts';

const LIFETIME_SECONDS = 3_600;

export interface SampleEntra {
  /** For each tenant, one that asks this Entra and no other. */
  readonly credentialOf: CredentialOf;
  readonly close: () => void;
}

/**
 * An Entra on loopback, which gives tokens for those directories alone whose administrators have consented.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response
 */
export async function startSampleEntra(consented: readonly string[], now: () => Date): Promise<SampleEntra> {
  const server = await serve((request, response) => {
    const [, directory = ''] = request.url?.split('/') ?? [];
    const expires = Math.floor(now().getTime() / 1000) + LIFETIME_SECONDS;
    if (consented.includes(directory))
      return void response.end(
        JSON.stringify({ access_token: sampleToken('https://graph.microsoft.com', expires, directory) }),
      );
    const error = {
      error: 'unauthorized_client',
      error_description: 'AADSTS7000229: no service principal',
      error_codes: [7000229],
    };
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(error));
  });
  return { credentialOf: askingAt(originOf(server), now), close: () => close(server) };
}

function askingAt(origin: string, now: () => Date): CredentialOf {
  return ({ id }, _settings, link) =>
    async (options) => {
      const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
      const meaningOf = meaningIn({ link, proof: 'GRAPH_CLIENT_ID' });
      return explained({ ...options, meaningOf }, (httpClient) => ({
        getToken: async () => {
          const url = `${origin}/${id}/oauth2/v2.0/token`;
          const request = createPipelineRequest({ url, method: 'POST', allowInsecureConnection: true });
          const { status, bodyAsText } = await httpClient.sendRequest(request);
          if (status !== 200) throw new Error('Entra refused');
          const { access_token: token } = JSON.parse(bodyAsText ?? '');
          return { token, expiresOnTimestamp: now().getTime() + LIFETIME_SECONDS * 1000 };
        },
      }));
    };
}
