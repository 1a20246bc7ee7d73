/** A module that no honest compiler writes. Expected: the code that refuses it, or `ok` where it does no harm. */
export interface ModuleCase {
	readonly what: string;
	readonly module: () => Uint8Array;
	readonly expected: 'ok' | 'plugin_load' | 'plugin_execution' | 'memory_limit';
}
