import { join } from 'node:path';
import type { Chain } from '../../../shared/flow/chain-file.ts';

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
			{
				name: 'field-mapper',
				config: {
					compute: { cost: '[Cost Total $]' },
					rename: { 'Origin State': 'state', 'Effect Amount of damage': 'damage', 'Wildlife Size': 'size' },
				},
			},
			{ name: 'row-filter', config: { where: { field: 'damage', op: 'ne', value: 'None' } } },
			{
				name: 'group-by',
				config: {
					group_by: ['state'],
					aggregates: [
						{ op: 'count', as: 'strikes' },
						{ op: 'sum', field: 'cost', as: 'cost' },
						{ op: 'quantile', field: 'cost', q: 0.9, as: 'p90' },
					],
				},
			},
			{ name: 'file-writer', config: { path: output } },
		],
	};
}
