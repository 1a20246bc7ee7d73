import { exampleWork } from '../../../../shared/flow/example-work.ts';
import type { Flow } from '../../../../shared/flow/flow-file.ts';

/** Plugins that it is made of. */
export const examplePlugins = ['field-mapper', 'row-filter', 'group-by'] as const;

/** Reports of bird strikes: what damaged a plane, in total by state, and what did no damage apart. */
export function exampleFlow(name: string, description: string, data: string): Flow {
	return {
		name,
		description,
		components: [
			{ name: 'strikes', use: 'read-file', config: data === '' ? {} : { path: data } },
			{
				name: 'fields',
				plugin: 'field-mapper',
				inputs: ['strikes'],
				config: exampleWork['field-mapper'],
				on_error: 'skip',
			},
			{
				name: 'damaged',
				plugin: 'row-filter',
				inputs: ['fields'],
				config: exampleWork['row-filter'],
			},
			{
				name: 'by-state',
				plugin: 'group-by',
				inputs: ['damaged'],
				config: exampleWork['group-by'],
			},
			{ name: 'totals', use: 'preview', inputs: ['by-state'], config: {} },
			{ name: 'harmless', use: 'preview', inputs: ['damaged.dropped'], config: {} },
			{ name: 'unreadable', use: 'preview', inputs: ['fields.failed'], config: {} },
		],
	};
}
