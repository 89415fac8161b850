/** What a setting of headers has to be like, after its name. */
export const HEADERS_ADVICE = 'is not understood; use name=value, comma-separated and percent-encoded';

/** They belong to the connection, not to whoever configures it. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

type Headers = Readonly<Record<string, string>>;

/** As OpenTelemetry spells headers in `OTEL_EXPORTER_OTLP_HEADERS`; undefined where one is none. */
export function readHeaders(text: string): Headers | undefined {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)=(.*)$/.exec(pair) ?? [];
        if (name === undefined || value === undefined) throw new Error('no pair');
        const header = [name.toLowerCase(), decodeURIComponent(value.trim())] as const;
        if (HOP_BY_HOP.has(header[0]) || !/^[\t\x20-\x7e]*$/.test(header[1])) throw new Error('no header');
        return header;
      }),
    );
  } catch {
    return undefined;
  }
}

/** Receivers that keep tenants apart know them by a header: `{tenant}` in a value stands for the key of one of many. */
export function headersOfTenant(headers: Headers, tenant: string): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll('{tenant}', tenant)]),
  );
}
