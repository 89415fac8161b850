/** What runs the program; the two differ in the default of `HISTORY_STORE`. */
export type HostKind = 'functions' | 'standalone';

export type HistoryLocation =
  | { readonly kind: 'file'; readonly folder: string }
  | { readonly kind: 'blob'; readonly container: string; readonly account: StorageAccount };

/** A storage account with a key in its connection string, or by name with an identity. */
export type StorageAccount =
  | { readonly connectionString: string }
  | { readonly blobServiceUri: string; readonly clientId: string | undefined };
