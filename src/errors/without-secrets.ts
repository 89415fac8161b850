/** The first line of a foreign message without URLs, identifiers and whatever may be a credential. */
export function withoutSecrets(message: string): string {
  return (message.split('\n')[0] ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\bhttps?:\/\/\S+/gi, '<url>')
    .replace(/\bBearer\s+\S+|\S{40,}/gi, '<secret>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>')
    .slice(0, 300);
}
