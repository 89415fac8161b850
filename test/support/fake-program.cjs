const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { search } = require('jmespath');

/**
 * Stands for a program of the command line. It prints what outputs.json says, the first entry that matches and is not used
 * up, and notes its arguments in calls.jsonl. As az does, it takes a value out with --query and prints it as --output.
 */
const [program, ...args] = process.argv.slice(2);
const folder = process.env.FAKE_FOLDER;
const callsFile = join(folder, 'calls.jsonl');
const line = args.join(' ');

const calls = readFileSync(callsFile, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const outputs = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8'));
const used = (index) => calls.filter((call) => call.output === index).length;
const matches = ({ program: name, args: pattern, times }, index) =>
  name === program && new RegExp(pattern).test(line) && used(index) < (times ?? Number.POSITIVE_INFINITY);

const index = outputs.findIndex(matches);
const stdin = readFileSync(0, 'utf8');
appendFileSync(callsFile, `${JSON.stringify({ program, args, stdin, output: index })}\n`);

const output = outputs[index] ?? { stderr: `no output for ${program} ${line}`, status: 99 };
process.stderr.write(output.stderr ?? '');
process.stdout.write(output.text ?? print(output.json));
process.exitCode = output.status ?? 0;

function print(json) {
  const value = option('--query') ? search(json, option('--query')) : json;
  if (value === undefined || value === null || option('--output') === 'none') return '';
  if (option('--output') !== 'tsv') return `${JSON.stringify(value)}\n`;
  const rows = Array.isArray(value) ? value : [value];
  return rows.map((row) => `${Array.isArray(row) ? row.join('\t') : row}\n`).join('');
}

function option(name) {
  return args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
}
