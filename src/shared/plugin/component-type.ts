export const componentTypes = ['source', 'destination', 'processor', 'transformer', 'filter', 'aggregator'] as const;

export type ComponentType = (typeof componentTypes)[number];

/** The exported functions that make a module a component of a type (plugin ABI, "Exports"). */
export const componentFunctions: Readonly<Record<ComponentType, readonly string[]>> = {
	source: ['read_data'],
	destination: ['write_data'],
	processor: ['process_data'],
	transformer: ['transform_data'],
	filter: ['filter_data'],
	aggregator: ['aggregate_data', 'aggregate_result'],
};

export const guestAbis = [
	'dataflare/1',
	'wasi-reactor',
	'wasi-command',
	'extism',
	'component',
	'component-command',
] as const;
export type GuestAbi = (typeof guestAbis)[number];

export const encodings = ['json', 'ndjson', 'bytes'] as const;
export type Encoding = (typeof encodings)[number];

/** How records are handed over: one per call, many as a JSON array, or many as lines. */
export const recordWays = ['one', 'batch', 'lines'] as const;
export type RecordWay = (typeof recordWays)[number];
