/** A token that says which directory it is for, where there is more than one. */
export function sampleToken(audience: string, expires: number, directory?: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    aud: audience,
    exp: expires,
    roles: ['Reports.Read.All'],
    app_displayname: 'sample',
    tid: directory,
  };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}
