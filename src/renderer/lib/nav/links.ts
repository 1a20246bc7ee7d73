import type { RunFilters } from '../../../shared/run/run.ts';

export const pluginTabs = ['overview', 'policy', 'test', 'runs', 'versions', 'logs'] as const;
export type PluginTab = (typeof pluginTabs)[number];

/** Places in the window, as the address keeps them. */
export const links = {
	plugins: () => '/plugins',
	plugin: (name: string, tab: PluginTab = 'overview') =>
		tab === 'overview' ? `/plugins/${name}` : `/plugins/${name}/${tab}`,
	/** The policy editor with the narrowest rule for a refused host call as a draft. */
	policyFor: (name: string, denial: { readonly op: string; readonly target: string }) =>
		`/plugins/${name}/policy?${new URLSearchParams({ op: denial.op, target: denial.target })}`,
	/** The test console with an input. */
	test: (name: string, fn: string, input: string) =>
		`/plugins/${name}/test?${new URLSearchParams({ fn, input: input.length > 20_000 ? '' : input })}`,
	runFile: (plugin?: string) => (plugin === undefined ? '/run' : `/run?${new URLSearchParams({ plugin })}`),
	/** Run on a file, filled in as that run was. */
	runAgain: (id: string) => `/run?${new URLSearchParams({ from: id })}`,
	runs: (filters: RunFilters = {}) => {
		const query = new URLSearchParams(
			Object.entries(filters).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
		);
		return query.size === 0 ? '/runs' : `/runs?${query}`;
	},
	run: (id: string) => `/runs/${id}`,
	compare: (id: string, other: string) => `/runs/${id}/compare/${other}`,
	policies: () => '/policies',
	settings: () => '/settings',
	start: () => '/welcome',
} as const;
