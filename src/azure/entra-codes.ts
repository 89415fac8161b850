/** What Entra calls an error, what it means here, and what to do. */
interface EntraCode {
  /** As Microsoft's list names it; undefined where that has no name. */
  readonly name?: string;
  readonly sentence: string;
}

const TENANT = 'AZURE_TENANT_ID';
const SECRET = 'AZURE_CLIENT_SECRET';
const CLOUD = 'check AZURE_AUTHORITY_HOST and GRAPH_ENDPOINT';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const ENTRA_CODES: Readonly<Record<string, EntraCode>> = {
  AADSTS7000215: { sentence: `the client secret is wrong; put the secret's value, not its id, into ${SECRET}` },
  AADSTS7000222: {
    name: 'InvalidClientSecretExpiredKeysProvided',
    sentence: `the client secret has expired; make a new one in Entra and put it into ${SECRET}`,
  },
  AADSTS7000216: { sentence: `the request has no client secret; set ${SECRET} or AZURE_CLIENT_CERTIFICATE_PATH` },
  AADSTS7000218: {
    sentence: `the application needs a secret or a certificate; set ${SECRET} or AZURE_CLIENT_CERTIFICATE_PATH`,
  },
  AADSTS90002: {
    name: 'InvalidTenantName',
    sentence: `there is no such tenant in this cloud; check ${TENANT} and AZURE_AUTHORITY_HOST`,
  },
  AADSTS900023: { sentence: `${TENANT} is neither the id nor a domain of a tenant; copy it from Entra` },
  AADSTS50059: {
    name: 'MissingTenantRealmAndNoUserInformationProvided',
    sentence: `no tenant was named; set ${TENANT}`,
  },
  AADSTS50049: {
    name: 'NoSuchInstanceForDiscovery',
    sentence: 'AZURE_AUTHORITY_HOST is no authority that Entra knows; correct it or leave it out',
  },
  AADSTS700016: {
    name: 'UnauthorizedClient_DoesNotMatchRequest',
    sentence: `the tenant has no such application; check AZURE_CLIENT_ID and ${TENANT}`,
  },
  AADSTS7000112: {
    name: 'UnauthorizedClientApplicationDisabled',
    sentence: 'the application is disabled; enable it under Enterprise applications in Entra',
  },
  AADSTS700027: {
    sentence:
      'the certificate is not one of the application; upload it in Entra, or name another in AZURE_CLIENT_CERTIFICATE_PATH',
  },
  AADSTS700030: {
    sentence:
      'the certificate is not valid; make a new one, upload it in Entra and name it in AZURE_CLIENT_CERTIFICATE_PATH',
  },
  AADSTS700024: {
    sentence:
      'what proves the application is not valid at this time; set the clock of this machine, or renew the token in AZURE_FEDERATED_TOKEN_FILE',
  },
  AADSTS70021: {
    sentence:
      'no federated credential of the application matches the token in AZURE_FEDERATED_TOKEN_FILE; check its issuer, subject and audience in Entra',
  },
  AADSTS700211: {
    sentence:
      'no federated credential of the application has the issuer of the token in AZURE_FEDERATED_TOKEN_FILE; add it in Entra',
  },
  AADSTS700213: {
    sentence:
      'no federated credential of the application has the subject of the token in AZURE_FEDERATED_TOKEN_FILE; add it in Entra',
  },
  AADSTS53003: {
    name: 'BlockedByConditionalAccess',
    sentence: 'a Conditional Access policy blocks it; the sign-in logs in Entra name the policy',
  },
  AADSTS530032: {
    name: 'BlockedByConditionalAccessOnSecurityPolicy',
    sentence: 'a security policy of the tenant blocks it; the sign-in logs in Entra name the policy',
  },
  AADSTS500011: {
    name: 'InvalidResourceServicePrincipalNotFound',
    sentence: `the tenant does not know what the token is for; ${CLOUD}`,
  },
  AADSTS90038: { name: 'NationalCloudTenantRedirection', sentence: `the tenant is in another cloud; ${CLOUD}` },
  AADSTS900382: { sentence: `the application is in another cloud; ${CLOUD}` },
  AADSTS900432: { sentence: `the request crosses clouds, which applications may not; ${CLOUD}` },
  AADSTS50076: {
    name: 'UserStrongAuthClientAuthNRequired',
    sentence: 'the signed-in user has to prove a second factor; sign in again, or use an application',
  },
  AADSTS50173: { name: 'FreshTokenNeeded', sentence: 'the sign-in was revoked; sign in again' },
  AADSTS700082: { name: 'ExpiredOrRevokedInactiveToken', sentence: 'the sign-in has expired; sign in again' },
  AADSTS65001: {
    name: 'DelegationDoesNotExist',
    sentence: 'nobody has consented to the application; have an administrator consent',
  },
  AADSTS7000229: {
    sentence: `the application has no service principal in the tenant; have an administrator consent to it there, or check ${TENANT}`,
  },
  AADSTS501051: {
    sentence: 'the resource wants an assignment; assign the application to it under Enterprise applications in Entra',
  },
  AADSTS500014: {
    name: 'InvalidResourceServicePrincipalDisabled',
    sentence: 'what the token is for is disabled in the tenant; enable it under Enterprise applications in Entra',
  },
  AADSTS500021: {
    sentence: `the proxy on the way allows other tenants only (tenant restrictions); have it allow that of ${TENANT}`,
  },
  AADSTS5000225: { sentence: 'the tenant was blocked for inactivity; ask Microsoft to unblock it' },
  AADSTS50012: {
    name: 'AuthenticationFailed',
    sentence:
      'the certificate, or what it signed, is not accepted; upload that of AZURE_CLIENT_CERTIFICATE_PATH in Entra',
  },
  AADSTS700023: {
    sentence: `the assertion is for another tenant or cloud; check ${TENANT} and AZURE_AUTHORITY_HOST`,
  },
  AADSTS700025: {
    sentence: `the application is a public client and takes no secret; allow that in Entra, or leave ${SECRET} out`,
  },
  AADSTS700212: {
    sentence:
      'no federated credential of the application has the audience of the token in AZURE_FEDERATED_TOKEN_FILE; add it in Entra',
  },
  AADSTS50194: { sentence: `the application is of one tenant, and ${TENANT} names none; put that tenant's id into it` },
  AADSTS50128: { sentence: `${TENANT} is no domain of a tenant; use the tenant's id` },
  AADSTS530035: { sentence: 'the security defaults of the tenant block it; the sign-in logs in Entra say why' },
  AADSTS53000: {
    name: 'DeviceNotCompliant',
    sentence: 'a Conditional Access policy wants a compliant device; use an application',
  },
  AADSTS50057: {
    name: 'UserDisabled',
    sentence: 'the account of the signed-in user is disabled; use another, or an application',
  },
  AADSTS50126: {
    name: 'InvalidUserNameOrPassword',
    sentence: 'the name or the password of the user is wrong; sign in again, or use an application',
  },
  AADSTS50055: {
    name: 'InvalidPasswordExpiredPassword',
    sentence: 'the password of the user has expired; change it, or use an application',
  },
  AADSTS50053: { name: 'IdsLocked', sentence: 'the account of the user is locked; wait, or use an application' },
  AADSTS50079: {
    name: 'UserStrongAuthEnrollmentRequired',
    sentence: 'the signed-in user has to register a second factor; do so in a browser, or use an application',
  },
  AADSTS50105: {
    name: 'EntitlementGrantsNotFound',
    sentence:
      'the signed-in user is not assigned to the application; assign the user under Enterprise applications in Entra',
  },
  AADSTS70043: {
    name: 'BadTokenDueToSignInFrequency',
    sentence: 'a Conditional Access policy ends a sign-in after a time; sign in again, or use an application',
  },
  AADSTS50196: { name: 'LoopDetected', sentence: `Entra gets the same request too often; wait five minutes` },
  AADSTS90033: {
    name: 'MsodsServiceUnavailable',
    sentence: "Microsoft's directory is not available; a later run tries again",
  },
  AADSTS90055: { name: 'TenantThrottlingError', sentence: 'the tenant asks Entra too often; a later run tries again' },
};

/** `7000215` as Entra's JSON has it, or `AADSTS7000215` in a text. */
export function entraCodeIn(text: string): string | undefined {
  return /AADSTS\d{4,9}/.exec(text)?.[0];
}

/**
 * What follows "Entra refused ...": the code, Microsoft's name for it and what to do.
 *
 * @param meaningOf what a code means in particular; undefined where it means what it usually does
 */
export function entraSentence(
  code: string,
  error = '',
  meaningOf: (code: string) => string | undefined = () => undefined,
): string {
  const known = ENTRA_CODES[code];
  const name = known?.name ?? (/^[a-z_]{1,40}$/.test(error) ? error : '');
  const sentence =
    meaningOf(code) ??
    known?.sentence ??
    `look it up at https://login.microsoftonline.com/error?code=${code.replace('AADSTS', '')} and correct the credential`;
  return `(${[code, name].filter(Boolean).join(' ')}): ${sentence}`;
}
