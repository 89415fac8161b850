import type { SampleUsage } from './sample-usage.ts';

/** One of many tenants of the demo. */
export interface NamedSample {
  readonly key: string;
  readonly name: string;
  readonly region: string;
  /** Of its directory. */
  readonly id: string;
  readonly usage: SampleUsage;
  /** Whether its administrator has consented. */
  readonly hasConsented: boolean;
}

/** Names that Microsoft invented for examples, with how large each is beside the one sample tenant of 1,200 people. */
const COMPANIES = [
  ['contoso', 'Contoso Ltd', 'emea', 10],
  ['fabrikam', 'Fabrikam, Inc.', 'americas', 1],
  ['northwind', 'Northwind Traders', 'americas', 0.25],
  ['adatum', 'A. Datum Corporation', 'emea', 0.5],
  ['tailspin', 'Tailspin Toys', 'apac', 0.04],
] as const;

/** Whose administrator has not consented yet, and in whose tenant usage has dropped. */
const WAITING = 'adatum';
const DROPPED = 'fabrikam';

/** So many tenants of different sizes; of two and more, one waits for its consent. */
export function sampleTenants(count: number): readonly NamedSample[] {
  return Array.from({ length: count }, (_, index) => {
    const [company, title, region, size] = COMPANIES[index % COMPANIES.length] ?? COMPANIES[0];
    const round = Math.floor(index / COMPANIES.length);
    const suffix = round === 0 ? '' : ` ${round + 1}`;
    const key = `${company}${suffix.replace(' ', '-')}`;
    return {
      key,
      name: `${title}${suffix}`,
      region,
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      usage: { size, seed: key, hasDropped: company === DROPPED },
      hasConsented: key !== WAITING,
    };
  });
}
