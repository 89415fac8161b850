/** A downloaded file as a header and rows of text cells, trimmed. It knows nothing about reports. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
