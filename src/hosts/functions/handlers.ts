import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { type App, createApp } from '../../app.ts';
import { sentenceOf } from '../../errors/sentence-of.ts';
import { problemResponse } from '../../http/healthz.ts';
import type { HttpResponse } from '../../http/response.ts';
import { withSecurityHeaders } from '../../http/security-headers.ts';
import { type Fields, type Log, withLevel } from '../../log.ts';
import { failuresOf } from '../../pull/outcome.ts';
import type { LogLevel } from '../../settings/schema.ts';
import type { Settings } from '../../settings/settings.ts';
import { environment } from '../../system/environment.ts';

let opened: Promise<App> | undefined;

/** Opened by the first call, and again by the next one while the settings are wrong. */
function openOnce(): Promise<App> {
  opened ??= createApp(environment(), 'functions').catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Pull what is due. A failed report or exporter fails the invocation, so that the platform shows it. */
export async function collect(context: InvocationContext): Promise<void> {
  throwIfFailed(
    await withReadableError(async (app) => failuresOf(await app.pull('due', { log: toLog(context, app.settings) }))),
  );
}

/** Repeat the current values between pulls. */
export async function push(context: InvocationContext): Promise<void> {
  throwIfFailed(
    await withReadableError(async (app) =>
      failuresOf({ reports: [], exports: await app.repeat(toLog(context, app.settings)) }),
    ),
  );
}

/** The platform shows the message of what a timer throws. */
async function withReadableError<T>(work: (app: App) => Promise<T>): Promise<T> {
  try {
    return await work(await openOnce());
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
  return respond(context, (app) => app.metrics({ header: (name) => request.headers.get(name) ?? undefined }));
}

export async function status(context: InvocationContext): Promise<HttpResponseInit> {
  return respond(context, (app) => app.status());
}

export async function healthz(context: InvocationContext): Promise<HttpResponseInit> {
  return respond(context, (app) => app.healthz());
}

async function respond(
  context: InvocationContext,
  work: (app: App) => Promise<HttpResponse>,
): Promise<HttpResponseInit> {
  try {
    return toResponse(await work(await openOnce()));
  } catch (error) {
    context.error(sentenceOf(error));
    return toResponse(problemResponse(error));
  }
}

/** A Function app is reached by https alone; whether a standalone server is, is for what stands before it to say. */
export function toResponse(response: HttpResponse): HttpResponseInit {
  const { status, headers, body } = withSecurityHeaders(response);
  return { status, body, headers: { ...headers, 'strict-transport-security': 'max-age=31536000' } };
}
