import { createHash } from 'node:crypto';
import type { TenantView } from '../tenants/overview.ts';
import type { HttpRequest, HttpResponse } from './response.ts';

/**
 * `GET /targets` for Prometheus' HTTP service discovery: every tenant that has data, and the fleet's own metrics.
 * https://prometheus.io/docs/prometheus/latest/http_sd/
 */
export function targetsResponse(views: readonly TenantView[], origin: URL, request: HttpRequest): HttpResponse {
  const targets = [origin.host];
  const __scheme__ = origin.protocol.replace(':', '');
  const own = { targets, labels: { __scheme__, __metrics_path__: '/metrics/_fleet' } };
  const tenants = views
    .filter(({ reports, state }) => reports !== undefined && state !== 'disabled' && state !== 'misdeclared')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, name, labels }) => ({
      targets,
      labels: {
        __scheme__,
        __metrics_path__: `/metrics/${key}`,
        ...labels,
        tenant: key,
        __meta_m365_tenant_name: name,
      },
    }));
  const groups = views.length === 0 ? [] : [own, ...tenants];
  const body = JSON.stringify(groups);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache', etag };
  if (request.header('if-none-match') === etag) return { status: 304, headers, body: '' };
  return { status: 200, headers, body };
}
