metadata name = 'Settings'
metadata description = 'The app settings of the function app: which a deployment may choose, what the template knows itself, and who wins.'

@export()
@sealed()
@secure()
@description('Settings of the exporter that a deployment may choose; what is left out has its default. docs/configuration.md says what each means.')
type exporterSettings = {
  REPORTS: string?
  REPORT_PERIOD: string?
  WHOLE_PERIODS: string?
  WINDOW_DAYS: string?
  REPORT_FORMAT: string?
  DROP_SENSITIVITY: string?
  DROP_IGNORE: string?
  COLLECT_SCHEDULE: string?
  PULL_INTERVAL_HOURS: string?
  OTEL_METRICS_EXPORTER: string?
  PROMETHEUS_REMOTE_WRITE_URL: string?
  PROMETHEUS_REMOTE_WRITE_HEADERS: string?
  OTEL_EXPORTER_OTLP_ENDPOINT: string?
  OTEL_EXPORTER_OTLP_HEADERS: string?
  OTEL_SERVICE_NAME: string?
  OTEL_RESOURCE_ATTRIBUTES: string?
  PUSH_SCHEDULE: string?
  GRAPH_ENDPOINT: string?
  REPORT_DOWNLOAD_HOSTS: string?
  LOG_LEVEL: string?
  TENANT_ID: string?
  PLAN_SCHEDULE: string?
  TENANTS_AT_A_TIME: string?
  TARGETS_HOST: string?
}

@export()
@sealed()
@description('What a deployment knows of itself.')
type deploymentFacts = {
  @description('Tells deployments apart: 13 characters of uniqueString().')
  token: string

  @description('Name of the cloud, as environment().name says it.')
  cloud: string
  tenantId: string
  appName: string
  clientId: string
  blobEndpoint: string
  historyStore: string
  connectionString: string

  @description('Where remote write goes; empty without managed Prometheus.')
  remoteWriteUrl: string
  pushesToApplicationInsights: bool
  isBehindEntra: bool
  servesManyTenants: bool

  @description('The application that tenants consent to; empty where there is none yet.')
  graphApplicationId: string
  tenantDispatch: string

  @description('Where the queue of many tenants is; empty without one.')
  queueEndpoint: string
  instanceMemoryMB: int
}

type settingValues = {
  *: string?
}

// Every deployment looks at a minute of its own, or all of them would call Graph at the same second.
var alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

func minuteOf(token string) int =>
  (32 * (indexOf(alphabet, substring(token, 0, 1)) + 1) + indexOf(alphabet, substring(token, 1, 1)) + 1) % 60

// https://learn.microsoft.com/graph/deployments
var graphEndpoints = {
  AzureUSGovernment: 'https://graph.microsoft.us'
  AzureChinaCloud: 'https://microsoftgraph.chinacloudapi.cn'
}

// A service.name among the attributes is a choice, which a derived name would beat.
func derivedSettings(facts deploymentFacts, chosen settingValues) settingValues => {
  APPLICATIONINSIGHTS_CONNECTION_STRING: facts.connectionString
  AZURE_CLIENT_ID: facts.clientId
  COLLECT_SCHEDULE: '0 ${minuteOf(facts.token)} * * * *'
  GRAPH_ENDPOINT: graphEndpoints[?facts.cloud]
  HISTORY_STORE: facts.historyStore
  HTTP_AUTH: facts.isBehindEntra ? 'anonymous' : 'function'
  OTEL_METRICS_EXPORTER: join(
    concat(
      ['prometheus'],
      empty(facts.remoteWriteUrl) ? [] : ['prometheus_remote_write'],
      facts.pushesToApplicationInsights ? ['azure_monitor'] : []
    ),
    ','
  )
  OTEL_SERVICE_NAME: contains(chosen.?OTEL_RESOURCE_ATTRIBUTES ?? '', 'service.name=') ? null : facts.appName
  PROMETHEUS_REMOTE_WRITE_URL: facts.remoteWriteUrl
  TENANT_ID: facts.tenantId
}

// Which of them /metrics answers for, if any, is for the deployment to choose. What is null would not replace.
func manyTenantsSettings(facts deploymentFacts) settingValues => {
  COLLECT_SCHEDULE: ''
  GRAPH_CLIENT_ID: facts.graphApplicationId
  TENANT_DISPATCH: facts.tenantDispatch
  TENANT_ID: ''
  TENANTS: 'store'
}

// Triggers of queues are an extension of the host, which comes as a bundle: an app of one tenant starts without.
// Two tenants at a time instead of the eight of host.json are what fits into an instance of 512 MB.
func queueSettings(facts deploymentFacts) settingValues => {
  AzureFunctionsJobHost__extensionBundle__id: 'Microsoft.Azure.Functions.ExtensionBundle'
  AzureFunctionsJobHost__extensionBundle__version: '[4.0.0, 5.0.0)'
  AzureFunctionsJobHost__extensions__queues__batchSize: facts.instanceMemoryMB < 2048 ? '1' : null
  AzureFunctionsJobHost__extensions__queues__newBatchThreshold: facts.instanceMemoryMB < 2048 ? '1' : null
  AzureWebJobsStorage__queueServiceUri: facts.queueEndpoint
}

// Read by the platform, not by the exporter: a closed list.
func platformSettings(facts deploymentFacts) settingValues => {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${facts.clientId};Authorization=AAD'
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__blobServiceUri: facts.blobEndpoint
  AzureWebJobsStorage__clientId: facts.clientId
  AzureWebJobsStorage__credential: 'managedidentity'
}

// An app of one tenant has exactly what it had before there were many.
func derivedWith(facts deploymentFacts, chosen settingValues) settingValues =>
  facts.servesManyTenants
    ? union(derivedSettings(facts, chosen), manyTenantsSettings(facts))
    : derivedSettings(facts, chosen)

func platformWith(facts deploymentFacts) settingValues =>
  empty(facts.queueEndpoint) ? platformSettings(facts) : union(platformSettings(facts), queueSettings(facts))

@export()
@description('The app settings, each once. What is chosen wins over what is derived, what the platform needs over both; what is empty is left out.')
func appSettings(facts deploymentFacts, chosen settingValues) { name: string, value: string }[] =>
  map(
    filter(items(union(derivedWith(facts, chosen), chosen, platformWith(facts))), setting => !empty(setting.value)),
    setting => { name: setting.key, value: setting.value }
  )
