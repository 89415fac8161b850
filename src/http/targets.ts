import { createHash } from 'node:crypto';
import type { TenantView } from '../tenants/overview.ts';
import type { HttpRequest, HttpResponse } from './response.ts';

/**
 * `GET /targets` for Prometheus' HTTP service discovery: every tenant that has data, and the fleet's own metrics.
 * https://prometheus.io/docs/prometheus/latest/http_sd/
 */
export function targetsResponse(views: readonly TenantView[], origin: URL, request: HttpRequest): HttpResponse {
  const own = [{ path: '/metrics/_fleet', labels: {} }];
  const tenants = views
    .filter(({ reports, state }) => reports !== undefined && state !== 'disabled' && state !== 'misdeclared')
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, name, labels }) => ({
      path: `/metrics/${key}`,
      labels: { ...labels, tenant: key, __meta_m365_tenant_name: name },
    }));
  const scheme = origin.protocol.replace(':', '');
  const groups = (views.length === 0 ? [] : [...own, ...tenants]).map(({ path, labels }) => ({
    targets: [origin.host],
    labels: { __scheme__: scheme, __metrics_path__: path, ...labels },
  }));
  const body = JSON.stringify(groups);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache', etag };
  if (request.header('if-none-match') === etag) return { status: 304, headers, body: '' };
  return { status: 200, headers, body };
}
