export interface ConsentLink {
  readonly directory: string;
  readonly clientId: string | undefined;
  readonly authorityHost: string | undefined;
  readonly graphEndpoint: URL;
  /** Of this server, as its visitors reach it. */
  readonly origin: URL;
}

/** https://learn.microsoft.com/entra/identity-platform/v2-admin-consent */
export function consentLink({ directory, clientId, authorityHost, graphEndpoint, origin }: ConsentLink): string {
  const url = new URL(`${directory}/v2.0/adminconsent`, authorityHost ?? 'https://login.microsoftonline.com');
  url.searchParams.set('client_id', clientId ?? '<GRAPH_CLIENT_ID>');
  url.searchParams.set('scope', `${graphEndpoint.origin}/.default`);
  url.searchParams.set('redirect_uri', new URL('/consented', origin).href);
  return url.href;
}
