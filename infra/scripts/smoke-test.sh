#!/usr/bin/env bash
# Judges a deployed exporter by a pull: waits until it has finished, then tells every report that failed, and why. Of many tenants it tells how many fail.
# Arguments: <resource-group> <function-app>. RUN_SECONDS (600) bounds the wait, SINCE (now, Unix time) is when the pull was started, MIN_HEALTHY is how many reports have to be well behind Entra (all), or how many tenants (one, where any fails).
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

# GNU, else BSD.
to_iso() {
  date -u -d "@$1" +%Y-%m-%dT%H:%M:%S 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%S
}

read_health() {
  local response
  response=$(ask_app '' /healthz)
  health=${response%$'\n'*}
  last_run='' healthy=0 selected=0 not_offered=0
  [[ ${response##*$'\n'} == 200 ]] || return 1
  [[ $health =~ \"last_run\":\"([^\"]+)\" ]] && last_run=${BASH_REMATCH[1]:0:19}
  [[ $health =~ \"selected\":([0-9]+) ]] && selected=${BASH_REMATCH[1]}
  [[ $health =~ \"healthy\":([0-9]+) ]] && healthy=${BASH_REMATCH[1]}
  [[ $health =~ \"not_offered\":([0-9]+) ]] && not_offered=${BASH_REMATCH[1]}
  [[ -n $last_run ]]
}

# A run in which no report is due leaves no trace. Due is what failed, or succeeded an interval ago less half an hour.
nothing_was_due() {
  ((healthy == selected)) && [[ ! $last_run < $(to_iso $((since - (interval * 3600 - 1800)))) ]]
}

read_settings() {
  local settings name value
  interval=24 door=function
  settings=$(ask_patiently "The settings of $app cannot be read" 'Contributor, or Website Contributor,' \
    functionapp config appsettings list --resource-group "$resource_group" --name "$app" \
    --query "[?name=='PULL_INTERVAL_HOURS' || name=='HTTP_AUTH'].[name, value]")
  while read -r name value; do
    case $name in
    PULL_INTERVAL_HOURS) interval=${value:-24} ;;
    HTTP_AUTH) door=$value ;;
    esac
  done <<<"$settings"
}

wait_for_run() {
  local since_iso
  since_iso=$(to_iso "$since")
  while true; do
    if read_health; then
      [[ $last_run < $since_iso ]] || return 0
      if nothing_was_due; then
        echo "No report was due: the last run, of $last_run UTC, is judged."
        since=0
        return 0
      fi
    fi
    is_before "$deadline" ||
      fail "No run has finished: look at the log stream of $app; $origin/healthz said: ${health//$'\n'/ }"
  done
}

# /healthz knows of a run a little before /metrics does.
read_metrics() {
  local secret response status last
  secret=$(key 'function key default' functionKeys.default)
  while true; do
    response=$(ask_app "$secret" /metrics)
    status=${response##*$'\n'} metrics=${response%$'\n'*}
    last=$(sed -n 's/^m365_pull_last_run_timestamp_seconds \([0-9]*\).*/\1/p' <<<"$metrics")
    [[ $status != 200 ]] || ((${last:-0} < since)) || return 0
    is_before "$deadline" || fail "$origin/metrics returned $status without the run that has finished: look at the log stream of $app."
  done
}

# What is not offered, or not yet, is only reported; what was read before has failed.
is_not_offered() {
  [[ $2 =~ ^(not_available|not_onboarded)$ ]] &&
    ! grep -qF "m365_report_last_success_timestamp_seconds{report=\"$1\"}" <<<"$metrics"
}

judge_reports() {
  local pulls failed=0 line report reason
  pulls=$(grep -c '^m365_report_pull_success{' <<<"$metrics" || true)
  while read -r line; do
    [[ $line =~ report=\"([^\"]*)\" ]] && report=${BASH_REMATCH[1]}
    reason=$(grep -F 'm365_report_failure{' <<<"$metrics" | grep -F "report=\"$report\"" | sed 's/.*reason="\([^"]*\)".*/\1/') || reason=unknown
    if is_not_offered "$report" "$reason"; then
      echo "$report: $reason. Your tenant does not have it, or not yet; take it out of REPORTS if this stays so."
    else
      echo "$report: $reason" >&2
      failed=$((failed + 1))
    fi
  done < <(grep '^m365_report_pull_success{.*} 0$' <<<"$metrics")
  ((failed == 0)) || fail "$failed of $selected reports failed: infra/alerts/runbooks/M365ReportPullFailing.md says what to do about each reason."
  ((pulls > 0 && pulls >= selected)) || fail "Only $pulls of $selected reports have been pulled: look at the log stream of $app."
}

# With Entra a key opens nothing, and which reports failed is for scrapers only.
judge_health() {
  ((selected > 0 && healthy >= ${MIN_HEALTHY:-$((selected - not_offered))})) ||
    fail "Only $healthy of $selected reports are healthy: $origin/ says which, to whoever has a token; take what your tenant does not have out of REPORTS, or set MIN_HEALTHY."
}

read_tenants() {
  local response
  response=$(ask_app '' /healthz)
  health=${response%$'\n'*}
  last_plan='' declared=0 healthy=0 failing=0 waiting=0
  [[ ${response##*$'\n'} == 200 ]] || return 1
  [[ $health =~ \"last_plan\":\"([^\"]+)\" ]] && last_plan=${BASH_REMATCH[1]:0:19}
  [[ $health =~ \"declared\":([0-9]+) ]] && declared=${BASH_REMATCH[1]}
  [[ $health =~ \"healthy\":([0-9]+) ]] && healthy=${BASH_REMATCH[1]}
  [[ $health =~ \"failing\":([0-9]+) ]] && failing=${BASH_REMATCH[1]}
  [[ $health =~ \"waiting\":([0-9]+) ]] && waiting=${BASH_REMATCH[1]}
  [[ -n $last_plan ]]
}

# The counts are those of the last plan: whoever is new is pulled after it.
judge_tenants() {
  local since_iso
  since_iso=$(to_iso "$since")
  until read_tenants && ! [[ $last_plan < $since_iso ]]; do
    is_before "$deadline" ||
      fail "Nobody has looked which tenants are due: look at the log stream of $app; $origin/healthz said: ${health//$'\n'/ }"
  done
  ((healthy >= ${MIN_HEALTHY:-$((failing > 0))})) ||
    fail "Only $healthy of $declared tenants are healthy, and $failing fail: $origin/ says which and why, 'tenants list' too; or set MIN_HEALTHY."
  echo "$healthy of $declared tenants are healthy, $waiting wait and $failing fail; it was last looked who is due at $last_plan UTC."
}

[[ $# -eq 2 ]] || fail 'Usage: smoke-test.sh <resource-group> <function-app>'
since=${SINCE:-$(date +%s)}
deadline=$((SECONDS + ${RUN_SECONDS:-600}))
find_app "$1" "$2"
read_settings
find_timer || fail "No timer function is listed (collect, or plan of many tenants): run 'bash infra/scripts/first-pull.sh $1 $2'."
if [[ $timer == plan ]]; then
  judge_tenants
  exit 0
fi
wait_for_run
if [[ $door == anonymous ]]; then
  judge_health
else
  read_metrics
  judge_reports
fi
echo "$healthy of $selected reports are healthy; the last run finished at $last_run UTC."
