import { runCli, temporaryFolder } from './run.ts';
import { type FileOf, startTenant } from './tenant.ts';

type Settings = Readonly<Record<string, string>>;

/** A tenant, a folder for its history, and the command between them: `collect` unless said otherwise. */
export async function startPulls(fileOf: FileOf, settings: Settings = {}) {
  const tenant = await startTenant(fileOf);
  const folder = await temporaryFolder();
  const environment: Settings = { ...tenant.environment, HISTORY_STORE: `file:${folder}`, ...settings };
  const run = (command: string | readonly string[] = 'collect', more: Settings = {}) =>
    runCli([command].flat(), { ...environment, ...more });
  return { tenant, folder, environment, run };
}
