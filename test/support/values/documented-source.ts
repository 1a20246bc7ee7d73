import type { ComponentConfig } from '../../../src/core/index.ts';

/** A component as it stands in DataFlare's documents, with nothing changed but the syntax. */
export const documentedSource = {
	component_type: 'Source',
	name: 'csv_source',
	module_path: './plugins/csv_source.wasm',
	config: { file_path: './data/input.csv' },
	runtime_config: null,
	metadata: null,
} satisfies ComponentConfig;
