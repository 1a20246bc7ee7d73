import type { RouteInput } from '../../src/shared/api/routes.ts';

export interface Files {
	/** What is read: CSV for the source, NDJSON for the others. */
	readonly input: string;
	/** What is written anew by each turn. */
	readonly output: string;
}

export type SampleName = 'csv-source' | 'row-filter' | 'group-by' | 'pii-redactor' | 'file-writer';

/** What each sample is asked to do with a file; the others do the same in their own words. */
export const tasks: Readonly<Record<SampleName, { readonly does: string; readonly run: (files: Files) => Run }>> = {
	'csv-source': {
		does: 'CSV to NDJSON',
		run: ({ input, output }) => ({ plugin: 'csv-source', input: file(input), output: file(output) }),
	},
	'row-filter': {
		does: 'delay > 15 and origin is SFO or LAX',
		run: ({ input, output }) => ({
			plugin: 'row-filter',
			input: file(input),
			output: file(output),
			config: {
				where: {
					and: [
						{ field: 'delay', op: 'gt', value: 15 },
						{ field: 'origin', op: 'in', value: ['SFO', 'LAX'] },
					],
				},
			},
		}),
	},
	'group-by': {
		does: 'count, mean and max by two fields',
		run: ({ input, output }) => ({
			plugin: 'group-by',
			input: file(input),
			output: file(output),
			config: {
				group_by: ['origin', 'destination'],
				aggregates: [
					{ op: 'count', as: 'flights' },
					{ op: 'mean', field: 'delay', as: 'mean' },
					{ op: 'max', field: 'distance', as: 'longest' },
				],
			},
		}),
	},
	'pii-redactor': {
		does: 'addresses and phone numbers masked',
		run: ({ input, output }) => ({ plugin: 'pii-redactor', input: file(input), output: file(output) }),
	},
	'file-writer': {
		does: 'NDJSON to CSV',
		run: ({ input, output }) => ({ plugin: 'file-writer', input: file(input), config: { path: output } }),
	},
};

/** What the samples are asked that exist in both languages, under these names. */
export const inRust: Readonly<
	Record<
		'csv-source' | 'row-filter' | 'field-mapper',
		{
			readonly names: Readonly<Record<Language, string>>;
			readonly does: string;
			readonly run: (files: Files) => Run;
		}
	>
> = {
	'csv-source': {
		...tasks['csv-source'],
		names: { Rust: 'csv-source', AssemblyScript: 'csv-source-in-assemblyscript' },
	},
	'row-filter': { ...tasks['row-filter'], names: { Rust: 'rust_row_filter', AssemblyScript: 'row-filter' } },
	'field-mapper': {
		names: { Rust: 'rust_field_mapper', AssemblyScript: 'field-mapper' },
		does: 'dates, two computed fields, one left out and one renamed',
		run: ({ input, output }) => ({
			plugin: 'field-mapper',
			input: file(input),
			output: file(output),
			config: {
				convert: { date: 'date' },
				compute: { speed: 'round(distance / max(delay, 1), 2)', route: "upper(origin) + '-' + destination" },
				drop: ['remark'],
				rename: { id: 'flight' },
			},
		}),
	},
};

export type Language = 'AssemblyScript' | 'Rust';
type Run = RouteInput<'streams.run'>;

const file = (path: string) => ({ kind: 'file', path }) as const;

/** What each reads. */
export const isCsv = (sample: string): boolean => sample === 'csv-source';

/** The extension of what each writes. */
export const outputOf = (sample: SampleName): string => (sample === 'file-writer' ? 'output.csv' : 'output.ndjson');
