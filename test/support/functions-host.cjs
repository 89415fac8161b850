// Stands for the Functions host of an app with queues, in a process of its own: it loads the built app, sends what `plan`
// returns, and gives messages to the functions as the host does, with the numbers of host.json. One minute of the host's
// takes MINUTE_MS here. Of every call it prints a line of JSON. `plan 2` plans once and sends each message twice; `work`
// serves the queues until its standard input ends.
// https://github.com/Azure/azure-sdk-for-net/tree/main/sdk/storage/Microsoft.Azure.WebJobs.Extensions.Storage.Queues
const core = require('./functions-core.cjs');
const { readFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { pathToFileURL } = require('node:url');
const { resolve } = require('node:path');

const { QUEUES, QUEUES_SIGNATURE, MINUTE_MS = '1000' } = process.env;
const { batchSize, newBatchThreshold, maxDequeueCount, visibilityTimeout } = JSON.parse(
  readFileSync('host.json', 'utf8'),
).extensions.queues;

const toSeconds = (minutes) => Math.ceil((minutes * Number(MINUTE_MS)) / 1000);
/** A message that is being worked on is invisible for ten minutes, and for ten more every five. */
const INVISIBLE_MINUTES = 10;
const RETRY_MINUTES = Number(visibilityTimeout.split(':')[1]);

const tellError = (error) => tell({ host: error.message });
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function ask(method, path, query = {}, body = undefined) {
  const search = `${new URLSearchParams(query)}&${QUEUES_SIGNATURE}`;
  const response = await fetch(`${QUEUES}/${path}?${search}`, {
    method,
    body,
    headers: { 'x-ms-version': '2024-11-04' },
  });
  const text = await response.text();
  if (!response.ok && response.status !== 409) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { text, headers: response.headers };
}

const wrap = (text) =>
  `<QueueMessage><MessageText>${Buffer.from(text).toString('base64')}</MessageText></QueueMessage>`;
const create = (queue) => ask('PUT', queue);
const send = (queue, text) => ask('POST', `${queue}/messages`, {}, wrap(text));

async function receive(queue) {
  const query = { numofmessages: batchSize, visibilitytimeout: toSeconds(INVISIBLE_MINUTES) };
  const { text } = await ask('GET', `${queue}/messages`, query);
  const read = (message, name) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(message)?.[1] ?? '';
  return [...text.matchAll(/<QueueMessage>.*?<\/QueueMessage>/gs)].map(([message]) => ({
    path: `${queue}/messages/${read(message, 'MessageId')}`,
    receipt: read(message, 'PopReceipt'),
    dequeueCount: Number(read(message, 'DequeueCount')),
    text: Buffer.from(read(message, 'MessageText'), 'base64').toString(),
  }));
}

async function hide(message, minutes) {
  const query = { popreceipt: message.receipt, visibilitytimeout: toSeconds(minutes) };
  const { headers } = await ask('PUT', message.path, query, wrap(message.text));
  message.receipt = headers.get('x-ms-popreceipt');
}

const remove = (message) => ask('DELETE', message.path, { popreceipt: message.receipt });

async function handle(name, queue, message) {
  const hasPoison = !queue.endsWith('-poison');
  const { text, dequeueCount } = message;
  const park = async () => {
    await send(`${queue}-poison`, text);
    await remove(message);
  };
  if (hasPoison && dequeueCount > maxDequeueCount) return park();
  tell({ began: name, text, dequeueCount });
  let renewed = Promise.resolve();
  const renewal = setInterval(
    () => {
      renewed = renewed.then(() => hide(message, INVISIBLE_MINUTES)).catch(tellError);
    },
    (INVISIBLE_MINUTES / 2) * Number(MINUTE_MS),
  );
  const { logs, error } = await core.queue(name, text).catch((error) => ({ error: error.message }));
  clearInterval(renewal);
  await renewed;
  tell({ ended: name, text, dequeueCount, logs, error });
  if (error === undefined) return remove(message);
  if (!hasPoison) return;
  if (dequeueCount >= maxDequeueCount) return park();
  await hide(message, RETRY_MINUTES);
}

async function listen(name, queue) {
  const running = new Set();
  for (;;) {
    // What the queue refuses, such as a receipt that is too old, is the next delivery's to mend.
    const messages = running.size > newBatchThreshold ? [] : await receive(queue).catch(tellError);
    for (const message of messages ?? []) {
      const work = handle(name, queue, message)
        .catch(tellError)
        .finally(() => running.delete(work));
      running.add(work);
    }
    await sleep(50);
  }
}

async function plan(copies) {
  const { returned, logs } = await core.timer('plan');
  const { queueName } = Object.values(core.bindings().plan).find(({ type }) => type === 'queue');
  const messages = JSON.parse(returned.json);
  for (const text of messages) for (let copy = 0; copy < copies; copy += 1) await send(queueName, text);
  tell({ planned: messages.map((text) => JSON.parse(text).tenant), logs });
}

(async () => {
  await import(pathToFileURL(resolve('dist/functions.js')).href);
  const triggers = Object.entries(core.bindings()).flatMap(([name, bindings]) =>
    Object.values(bindings).flatMap(({ type, queueName }) => (type === 'queueTrigger' ? [[name, queueName]] : [])),
  );
  for (const [, queue] of triggers) await create(queue).catch(tellError);
  const [what, copies = '1'] = process.argv.slice(2);
  if (what === 'plan') return plan(Number(copies));
  process.stdin.on('end', () => process.exit()).resume();
  await Promise.all(triggers.map(([name, queue]) => listen(name, queue)));
})();
