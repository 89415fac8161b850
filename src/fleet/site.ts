import type { App } from '../app.ts';
import { fleetHealthzResponse } from '../http/healthz.ts';
import { type HttpRequest, type HttpResponse, sentence } from '../http/response.ts';
import type { Runtime } from '../system/runtime.ts';
import type { Fleet } from './fleet.ts';

export interface SiteSource extends Pick<Fleet, 'settings' | 'declared' | 'lastPlan' | 'open' | 'overview'> {
  readonly runtime: Runtime;
}

const NOBODY = 'There is no tenant of this name; /targets lists those that can be scraped.';

/** Everything that is answered for many tenants. A key that is not declared letter by letter is nobody's. */
export function siteOf(source: SiteSource): (path: string, request: HttpRequest) => Promise<HttpResponse> {
  const { settings, lastPlan, declared } = source;
  const openEnabled = async (key: string) => {
    const tenant = await source.open(key);
    return tenant?.declared.enabled ? tenant.app : undefined;
  };
  const metricsOf = async (key: string, request: HttpRequest) =>
    (await openEnabled(key))?.metrics(request) ?? sentence(404, NOBODY);

  return async (path, request) => {
    const [, room = '', key = '', ...rest] = path.split('/');
    if (rest.length > 0) return nothing();
    if (room === 'metrics' && key === '_fleet') return fleetMetrics(source);
    if (room === 'metrics' && key !== '') return metricsOf(key, request);
    if (room === 'tenants' && key !== '') return tenantPage(await openEnabled(key), key, source);
    switch (path) {
      case '/metrics':
        return settings.formerTenant === undefined
          ? sentence(404, 'Many tenants are served here: each has metrics of its own, which /targets lists.')
          : metricsOf(settings.formerTenant, request);
      case '/targets': {
        const { targetsResponse } = await import('../http/targets.ts');
        return targetsResponse(await source.overview(), settings.targetsOrigin, request);
      }
      case '/':
        return tenantsPage(source, request);
      case '/healthz':
        return fleetHealthzResponse(await lastPlan.load(), (await declared.load()).problem !== undefined);
      case '/consented':
        return sentence(
          200,
          'Thank you. You may close this window; whoever sent you here sees within minutes whether it worked.',
        );
      default:
        return nothing();
    }
  };
}

function nothing(): HttpResponse {
  return sentence(404, 'There is nothing here; a page of all tenants is at /, and what can be scraped at /targets.');
}

async function tenantPage(app: App | undefined, key: string, { overview }: SiteSource): Promise<HttpResponse> {
  const { troubleOf } = await import('../http/tenants-page.ts');
  return app?.status(troubleOf((await overview()).find((view) => view.key === key))) ?? sentence(404, NOBODY);
}

async function tenantsPage({ overview, settings }: SiteSource, { query }: HttpRequest): Promise<HttpResponse> {
  const { toTenantsPage } = await import('../http/tenants-page.ts');
  const { isSample, PAGE_HEADERS } = await import('../http/status-response.ts');
  const page = Number(/^[1-9]\d{0,3}$/.exec(new URLSearchParams(query).get('page') ?? '')?.[0] ?? 1);
  const body = toTenantsPage({ views: await overview(), page, isSample: isSample(settings.base) });
  return { status: 200, headers: PAGE_HEADERS, body };
}

async function fleetMetrics({ overview, lastPlan, settings, runtime }: SiteSource): Promise<HttpResponse> {
  const { toPrometheus } = await import('../export/prometheus.ts');
  const { serviceOf } = await import('../export/to-resource-metrics.ts');
  const { fleetHealth } = await import('./fleet-health.ts');
  const [views, plan] = await Promise.all([overview(), lastPlan.load()]);
  const families = fleetHealth(views, plan?.at, settings.base);
  const text = await Array.fromAsync(toPrometheus(families, serviceOf(settings.base), runtime.now()));
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-cache' };
  return { status: 200, headers, body: text.join('') };
}
