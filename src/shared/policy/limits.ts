/** Size of a WebAssembly page in bytes (WebAssembly Core Specification, "Memory Instances"). */
export const WASM_PAGE_BYTES = 65_536;

/** Defaults of a plugin that asks for nothing: the plugin ABI's "defaults deny". */
export const DEFAULT_MEMORY_BYTES = 16 * 1024 * 1024;
export const DEFAULT_TIMEOUT_MS = 10_000;

/** What one run may write into granted folders: bytes in all, and files and folders that were not there. */
export const DEFAULT_WRITE_BYTES = 1024 * 1024 * 1024;
export const DEFAULT_NEW_FILES = 10_000;

/** The least and the most that a manifest or a grant may name. */
export const MIN_MEMORY_BYTES = WASM_PAGE_BYTES;
export const MAX_MEMORY_BYTES = 4 * 1024 * 1024 * 1024;
export const MIN_TIMEOUT_MS = 1;
export const MAX_TIMEOUT_MS = 24 * 60 * 60 * 1000;
export const MAX_WRITE_BYTES = 1024 * 1024 * 1024 * 1024;
export const MAX_NEW_FILES = 10_000_000;
export const MAX_INSTANCES = 16;

/** The largest module that is read at all, in bytes. */
export const MAX_MODULE_BYTES = 256 * 1024 * 1024;
/** The largest manifest that is read at all, in bytes. */
export const MAX_MANIFEST_BYTES = 1024 * 1024;
/**
 * The largest request for `host_http`, in bytes: a body of 16 MiB in base64 with its headers fits. What it may carry, the
 * broker's limits say.
 */
export const MAX_HTTP_REQUEST_BYTES = 24 * 1024 * 1024;
/** The largest single record or result that crosses a process boundary, in bytes. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;
/** The most that one call may answer, in bytes, where nobody says less. */
export const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Records that a run of one plugin hands it at once where nobody says how many, and the most that can be asked for of any. */
export const DEFAULT_BATCH_SIZE = 1_000;
export const MAX_BATCH_SIZE = 100_000;
/** The most records that one batch holds. What a batch costs its reader at once grows with them, however small they are. */
export const MAX_BATCH_RECORDS = 16 * 1024 * 1024;
