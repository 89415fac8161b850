// Takes the place of the module '@azure/functions-core' that the Functions worker injects, so that the real
// @azure/functions registers the functions of an app, and converts requests and responses, in this process.
const Module = require('node:module');

const registered = new Map();
let model;

const core = {
  version: '3.13.0',
  hostVersion: '4.1044.0',
  Disposable: class {
    dispose() {}
  },
  setProgrammingModel: (chosen) => {
    model = chosen;
  },
  getProgrammingModel: () => model,
  registerFunction: (metadata, callback) => {
    if (registered.has(metadata.name)) throw new Error(`${metadata.name} is registered twice`);
    registered.set(metadata.name, { metadata, callback });
    return new core.Disposable();
  },
  registerHook: () => new core.Disposable(),
  log: () => {},
};

const load = Module._load;
Module._load = (request, ...rest) => (request === '@azure/functions-core' ? core : load(request, ...rest));

/** Call a function as the worker would: its trigger's data in, the converted response out. */
async function invoke(name, toData) {
  const { metadata, callback } = registered.get(name);
  const [trigger] = Object.entries(metadata.bindings).find(([, { type }]) => type.endsWith('Trigger'));
  const logs = [];
  const invocation = model.getInvocationModel({
    invocationId: 'test',
    request: { invocationId: 'test', inputData: [{ name: trigger, data: toData }], triggerMetadata: {} },
    metadata,
    log: (level, _category, message) => logs.push({ level, message }),
  });
  const { context, inputs } = await invocation.getArguments();
  const result = await invocation.invokeFunction(context, inputs, callback);
  const response = await invocation.getResponse(context, result);
  return { logs, returned: response.returnValue, response: response.returnValue?.http };
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const wrap = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

module.exports = {
  bindings: () => Object.fromEntries([...registered].map(([name, { metadata }]) => [name, metadata.bindings])),
  timer: (name) =>
    invoke(name, {
      json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false }),
    }),
  /** The worker gets what is JSON parsed. */
  queue: (name, text) => invoke(name, isJson(text) ? { json: text } : { string: text }),
  http: async (name, headers = {}, params = {}) => {
    const request = { method: 'GET', url: `http://localhost/${name}` };
    const { logs, response } = await invoke(name, {
      http: { ...request, nullableHeaders: wrap(headers), nullableParams: wrap(params), nullableQuery: {} },
    });
    const body = Buffer.from(response.body?.bytes ?? response.body?.string ?? '');
    return { logs, status: Number(response.statusCode), headers: response.headers, body };
  },
};
