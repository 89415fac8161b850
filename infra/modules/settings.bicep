metadata name = 'Settings'
metadata description = 'The settings of the exporter that a deployment may choose; the README says what each means. Not here: what the template knows itself, and what only the standalone server reads.'

@export()
@sealed()
@description('Settings of the exporter; what is left out has its default.')
type exporterSettings = {
  REPORTS: string?
  REPORT_PERIOD: string?
  WHOLE_PERIODS: string?
  WINDOW_DAYS: string?
  REPORT_FORMAT: string?
  CHANGE_MINIMUM: string?
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
}
