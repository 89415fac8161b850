import type { Command } from 'commander';
import type { Exit } from './exit-codes.ts';

type Tenants = typeof import('./tenants.ts');

/** The commands about many tenants. */
export function addTenantsCommands(program: Command): void {
  const tenants = program.command('tenants').description('declare many tenants, look at them and remove them');
  const add = (line: string, description: string) => tenants.command(line).description(description);
  const done = async (work: (tenants: Tenants) => Promise<Exit>) => {
    process.exitCode = await work(await import('./tenants.ts'));
  };
  add('add [id]', 'declare a tenant by its directory id or a domain of it, and print the link for its administrator')
    .option('--key <key>', 'its folder, label and path; left out, the directory id')
    .option('--name <name>', 'what people call it')
    .option('--label <name=value>', 'a label of its target; repeatable', collect, [])
    .option('--setting <NAME=value>', 'a setting of its own, such as WINDOW_DAYS=0; repeatable', collect, [])
    .option('--credential <credential>', 'shared, identity, or JSON: {"clientId": "...", "secretSetting": "..."}')
    .option(
      '--csv <file>',
      'many at once, one a line below the columns id, key, name, credential, labels.<name>, settings.<NAME>',
    )
    .action((id, options) => done(({ addTenants }) => addTenants(id, options)));
  add('list', 'every tenant with its state, the worst first')
    .option('--json', 'as JSON')
    .action((options) => done(({ listTenants }) => listTenants(options.json === true)));
  add('check [keys...]', 'token, directory, permission and one report of each, and look at it with the next plan')
    .option('--json', 'as JSON')
    .action((keys, options) => done(({ checkTenants }) => checkTenants(keys, options.json === true)));
  add('enable <key>', 'pull it again').action((key) => done(({ enableTenant }) => enableTenant(key, true)));
  add('disable <key>', 'pull it no more and serve it no more; its data stay').action((key) =>
    done(({ enableTenant }) => enableTenant(key, false)),
  );
  add('rename <key> <name>', 'change what people call it').action((key, name) =>
    done(({ renameTenant }) => renameTenant(key, name)),
  );
  add('remove <key>', 'take it out of /targets at once; its data stay').action((key) =>
    done(({ removeTenant }) => removeTenant(key)),
  );
  add('purge <key>', 'delete everything that is stored of it')
    .option('--yes', 'really')
    .action((key, options) => done(({ purgeTenant }) => purgeTenant(key, options.yes === true)));
}

function collect(value: string, others: readonly string[]): readonly string[] {
  return [...others, value];
}
