import { join } from 'node:path';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import { exampleWork } from '../../../shared/flow/example-work.ts';

/** Plugins of the example, in order. */
export const exampleSteps = ['csv-source', 'field-mapper', 'row-filter', 'group-by', 'file-writer'] as const;

/** In the data folder of the plugin that writes it. */
export const exampleOutput = 'damage-by-state.ndjson';

export function exampleData(resourcesDir: string): string {
	return join(resourcesDir, 'data', 'birdstrikes.csv');
}

/**
 * Which states' airports saw the costliest damage by birds: 10,000 reports, source → mapper → filter → aggregator → file.
 * `output`: where the file goes; by default into the data folder of the plugin that writes it.
 */
export function exampleChain(data: string, output = `./${exampleOutput}`): Chain {
	return {
		name: 'damage-by-state',
		description: 'Bird strikes on aircraft: what the damage cost, by state',
		components: [
			{ name: 'csv-source', config: { path: data } },
			{ name: 'field-mapper', config: exampleWork['field-mapper'] },
			{ name: 'row-filter', config: exampleWork['row-filter'] },
			{ name: 'group-by', config: exampleWork['group-by'] },
			{ name: 'file-writer', config: { path: output } },
		],
	};
}
