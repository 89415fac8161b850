import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { createApp } from '../../app.ts';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { problemResponse } from '../../http/healthz.ts';
import type { HttpResponse } from '../../http/response.ts';
import { withSecurityHeaders } from '../../http/security-headers.ts';
import { type Fields, type Log, withLevel } from '../../log.ts';
import { failuresOf } from '../../pull/outcome.ts';
import type { LogLevel } from '../../settings/schema.ts';
import type { Settings } from '../../settings/settings.ts';
import { environment } from '../../system/environment.ts';
import { once } from '../../system/once.ts';

/** Opened by the first call, and again by the next one while the settings are wrong. */
const openApp = once(() => createApp(environment(), 'functions'));

/** Pull what is due. A failed report or exporter fails the invocation, so that the platform shows it. */
export async function collect(context: InvocationContext): Promise<void> {
  const failed = await withReadableError(async () => {
    const app = await openApp();
    return failuresOf(await app.pull('due', { log: toLog(context, app.settings) }));
  });
  throwIfFailed(failed);
}

/** Repeat the current values between pulls. */
export async function push(context: InvocationContext): Promise<void> {
  const failed = await withReadableError(async () => {
    const app = await openApp();
    return failuresOf({ reports: [], exports: await app.repeat(toLog(context, app.settings)) });
  });
  throwIfFailed(failed);
}

/** The platform shows the message of what a function throws. */
export async function withReadableError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error });
  }
}

/** The fields follow the sentence as JSON: `traces | parse message with * " {" fields` finds them. */
export function toLog(context: InvocationContext, { logLevel }: Pick<Settings, 'logLevel'>): Log {
  const at = (level: LogLevel) => (message: string, fields?: Fields) =>
    context[level](fields === undefined ? message : `${message} ${JSON.stringify(fields)}`);
  return withLevel({ error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }, logLevel);
}

function throwIfFailed(names: readonly string[]): void {
  if (names.length > 0) throw new Error(`failed: ${names.join(', ')}; the log says why`);
}

export async function metrics(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  return respond(context, async () => (await openApp()).metrics({ header }));
}

export async function status(context: InvocationContext): Promise<HttpResponseInit> {
  return respond(context, async () => (await openApp()).status());
}

export async function healthz(context: InvocationContext): Promise<HttpResponseInit> {
  return respond(context, async () => (await openApp()).healthz());
}

/** What a request fails by is in the log, and in the response only its kind. */
export async function respond(
  context: InvocationContext,
  work: () => Promise<HttpResponse>,
): Promise<HttpResponseInit> {
  try {
    return toResponse(await work());
  } catch (error) {
    context.error(sentenceOf(error));
    return toResponse(problemResponse(error));
  }
}

/** A Function app is reached by https alone; whether a standalone server is, is for what stands before it to say. */
function toResponse(response: HttpResponse): HttpResponseInit {
  const { status, headers, body } = withSecurityHeaders(response);
  return { status, body, headers: { ...headers, 'strict-transport-security': 'max-age=31536000' } };
}
