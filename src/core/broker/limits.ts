/** Bounds on what one request may move or hold. */
export interface BrokerLimits {
	/** One `read_file`, bytes; more is cut to this. */
	readonly readBytes: number;
	/** One `write_file`, bytes. */
	readonly writeBytes: number;
	/** Lists and writes under way at once, over all plugins beyond one each, and of one plugin; more wait. */
	readonly diskWorkAtOnce: number;
	readonly diskWorkEach: number;
	/** Answers that are not success, whatever the reason: of one plugin so many come at once, and beyond them in a second. */
	readonly refusalBurst: number;
	readonly refusalsPerSecond: number;
	/** What a disk keeps free of whatever plugins write, bytes; a hundredth of the disk where that is less. */
	readonly keptFree: number;
	readonly listEntries: number;
	readonly pathBytes: number;
	/** Files kept open between reads, over all guests, and how long an unused one stays open, ms. */
	readonly openFiles: number;
	readonly openFileMs: number;
	/** What WASI guests have open at once, over all of them, and each. */
	readonly descriptors: number;
	readonly descriptorsEach: number;
	/** Body of a request, bytes. */
	readonly httpRequestBytes: number;
	/** What a request says beside its body, as JSON, bytes. */
	readonly httpHeadBytes: number;
	/** Body after decompression, and as it came over the wire, bytes. */
	readonly httpResponseBytes: number;
	readonly httpHeaderBytes: number;
	readonly httpHeaders: number;
	readonly httpRedirects: number;
	/** From the request to the last byte of the last redirect, ms. */
	readonly httpMs: number;
	/** Requests under way at once, over all plugins beyond one each, and of one plugin; more wait. */
	readonly httpAtOnce: number;
	readonly httpEach: number;
	/** Keys and values of one plugin together, bytes. */
	readonly stateBytes: number;
	readonly stateKeyBytes: number;
	readonly stateValueBytes: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const defaultLimits: BrokerLimits = {
	readBytes: 8 * MiB,
	writeBytes: 64 * MiB,
	diskWorkAtOnce: 4,
	diskWorkEach: 2,
	refusalBurst: 1_000,
	refusalsPerSecond: 500,
	keptFree: 256 * MiB,
	listEntries: 10_000,
	pathBytes: 4096,
	openFiles: 64,
	openFileMs: 5_000,
	descriptors: 1_024,
	descriptorsEach: 256,
	httpRequestBytes: 16 * MiB,
	httpHeadBytes: 256 * KiB,
	httpResponseBytes: 16 * MiB,
	httpHeaderBytes: 16 * KiB,
	httpHeaders: 100,
	httpRedirects: 5,
	httpMs: 30_000,
	httpAtOnce: 16,
	httpEach: 8,
	stateBytes: MiB,
	stateKeyBytes: KiB,
	stateValueBytes: 256 * KiB,
};
