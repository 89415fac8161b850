import type { Respond } from './fault.ts';

/** Ways for a server to respond. */

export const status =
  (code: number, body: string | Buffer = '', headers: Readonly<Record<string, string>> = {}): Respond =>
  ({ response }) =>
    void response.writeHead(code, headers).end(body);

export function odata(
  code: number,
  error: string,
  message = '',
  headers: Readonly<Record<string, string>> = {},
): Respond {
  return status(code, JSON.stringify({ error: { code: error, message } }), headers);
}

/** The first time only; then everything is well. */
export const once =
  (respond: Respond): Respond =>
  (exchange) =>
    exchange.call === 1 ? respond(exchange) : exchange.normally();

export const reset: Respond = ({ response }) => void response.socket?.resetAndDestroy();

/** Responds so, and the time of the try runs out once the caller has read that. */
export const late =
  (respond: Respond): Respond =>
  (exchange) => {
    respond(exchange);
    exchange.hang();
  };

/** Nothing ever comes. */
export const hang: Respond = () => {};

/** The response begins, and never goes on. */
export const hangInside =
  (code: number, headers: Readonly<Record<string, string>> = {}): Respond =>
  ({ response }) =>
    void response.writeHead(code, { ...headers, 'content-length': 99 }).write('Report');

/** The response ends before its stated length. */
export const truncated: Respond = ({ response }) =>
  void response.writeHead(200, { 'content-length': 9_999 }).write('Report Refresh Date,Send', () => response.destroy());

/** As fast as it is read. */
export const endless: Respond = ({ response }) => {
  const chunk = Buffer.alloc(256 * 1024, 'a');
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.writeHead(200).on('drain', write);
  write();
};

/** Some bytes now and then, for ever. */
export const trickle: Respond = ({ response }) => {
  const timer = setInterval(() => response.write('1'), 20);
  response.on('close', () => clearInterval(timer));
  response.writeHead(200).write('1');
};
