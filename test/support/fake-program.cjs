const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { search } = require('jmespath');

/**
 * Stands for a program of the command line. It answers from answers.json, the first entry that matches and is not used
 * up, and notes its arguments in calls.jsonl. As az does, it takes a value out with --query and prints it as --output.
 */
const [program, ...args] = process.argv.slice(2);
const folder = process.env.FAKE_FOLDER;
const callsFile = join(folder, 'calls.jsonl');
const line = args.join(' ');

const calls = readFileSync(callsFile, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));
const used = (index) => calls.filter((call) => call.answer === index).length;
const matches = ({ program: name, args: pattern, times }, index) =>
  name === program && new RegExp(pattern).test(line) && used(index) < (times ?? Number.POSITIVE_INFINITY);

const index = answers.findIndex(matches);
const stdin = readFileSync(0, 'utf8');
appendFileSync(callsFile, `${JSON.stringify({ program, args, stdin, answer: index })}\n`);

const answer = answers[index] ?? { stderr: `no answer for ${program} ${line}`, status: 99 };
process.stderr.write(answer.stderr ?? '');
process.stdout.write(answer.text ?? print(answer.json));
process.exitCode = answer.status ?? 0;

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
