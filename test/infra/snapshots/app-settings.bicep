// The app settings that infra/modules/settings.bicep makes of what a deployment knows and of what is chosen.
import { appSettings } from '../../../infra/modules/settings.bicep'

var facts = {
  token: 'abcdefghijklm'
  cloud: 'AzureCloud'
  tenantId: 'the-tenant'
  appName: 'func-usage'
  clientId: 'the-identity'
  blobEndpoint: 'https://blobs.example.net/'
  historyStore: 'blob:usage-reports'
  connectionString: 'IngestionEndpoint=https://ingestion.example.net/'
  remoteWriteUrl: ''
  pushesToApplicationInsights: false
  isBehindEntra: false
  servesManyTenants: false
  graphApplicationId: ''
  tenantDispatch: 'queue'
  queueEndpoint: ''
  instanceMemoryMB: 2048
}
var remoteWriteUrl = 'https://dce.example.net/api/v1/write'
var manyTenants = {
  servesManyTenants: true
  graphApplicationId: 'the-application'
  queueEndpoint: 'https://queues.example.net/'
}
var everything = { remoteWriteUrl: remoteWriteUrl, pushesToApplicationInsights: true, isBehindEntra: true }

output least { name: string, value: string }[] = appSettings(facts, {})

output everything { name: string, value: string }[] = appSettings(union(facts, everything), {})

output chosen { name: string, value: string }[] = appSettings(union(facts, everything), {
  REPORTS: 'teams'
  COLLECT_SCHEDULE: '0 0 6 * * *'
  OTEL_METRICS_EXPORTER: 'otlp'
  OTEL_SERVICE_NAME: 'usage'
  GRAPH_ENDPOINT: 'https://dod-graph.microsoft.us'
  PROMETHEUS_REMOTE_WRITE_URL: 'https://prometheus.example.net/api/v1/write'
  LOG_LEVEL: ''
  AzureWebJobsDisableHomepage: 'false'
  WINDOW_DAYS: null
})

output named { name: string, value: string }[] = appSettings(facts, {
  OTEL_RESOURCE_ATTRIBUTES: 'service.name=usage,deployment.environment.name=prod'
})

output government { name: string, value: string }[] = appSettings(union(facts, { cloud: 'AzureUSGovernment' }), {})

output china { name: string, value: string }[] = appSettings(union(facts, { cloud: 'AzureChinaCloud' }), {})

output many { name: string, value: string }[] = appSettings(union(facts, manyTenants), {})

output manySmall { name: string, value: string }[] = appSettings(union(facts, manyTenants, { instanceMemoryMB: 512 }), {
  TENANT_ID: 'contoso'
  PLAN_SCHEDULE: '0 */10 * * * *'
})

output manyByPool { name: string, value: string }[] = appSettings(
  union(facts, manyTenants, { queueEndpoint: '', tenantDispatch: 'pool' }),
  {}
)
