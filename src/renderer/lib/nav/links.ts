import { pathOf } from '../../../shared/face/places.ts';
import type { PluginState } from '../../../shared/plugin/plugin-record.ts';
import type { RunFilters } from '../../../shared/run/run.ts';

export const pluginTabs = ['overview', 'policy', 'test', 'runs', 'versions', 'logs', 'develop'] as const;
export type PluginTab = (typeof pluginTabs)[number];

/** Places in the window, as the address keeps them. */
export const links = {
	plugins: () => pathOf.plugins,
	/** The list, narrowed to these states. */
	pluginsIn: (states: readonly PluginState[]) =>
		`${pathOf.plugins}?${new URLSearchParams({ states: states.join(',') })}`,
	plugin: (name: string, tab: PluginTab = 'overview') =>
		tab === 'overview' ? `${pathOf.plugins}/${name}` : `${pathOf.plugins}/${name}/${tab}`,
	/** The policy editor with the narrowest rule for a refused host call as a draft. */
	policyFor: (name: string, denial: { readonly op: string; readonly target: string }) =>
		`${pathOf.plugins}/${name}/policy?${new URLSearchParams({ op: denial.op, target: denial.target })}`,
	/** The test console with an input. */
	test: (name: string, fn: string, input: string) =>
		`${pathOf.plugins}/${name}/test?${new URLSearchParams({ fn, input: input.length > 20_000 ? '' : input })}`,
	runFile: (plugin?: string) =>
		plugin === undefined ? pathOf.runFile : `${pathOf.runFile}?${new URLSearchParams({ plugin })}`,
	/** Run on a file, filled in as that run was. */
	runAgain: (id: string) => `${pathOf.runFile}?${new URLSearchParams({ from: id })}`,
	flows: () => pathOf.flows,
	/** One that is kept; names may hold anything, so it is in the query. */
	flow: (name: string) => `${pathOf.flows}/edit?${new URLSearchParams({ name })}`,
	/** In its editor, where it runs at once. */
	runFlow: (name: string) => `${pathOf.flows}/edit?${new URLSearchParams({ name, run: 'now' })}`,
	/** One that is not kept yet, by the id of its draft. */
	flowDraft: (id: string) => `${pathOf.flows}/edit?${new URLSearchParams({ draft: id })}`,
	/** Run as soon as it is there. */
	runFlowDraft: (id: string) => `${pathOf.flows}/edit?${new URLSearchParams({ draft: id, run: 'now' })}`,
	/** A new one, begun with what `handOverFlow` was given, or with nothing. */
	newFlow: () => `${pathOf.flows}/new` as const,
	/** A new one, as a run had it. */
	flowOfRun: (id: string) => `${pathOf.flows}/new?${new URLSearchParams({ from: id })}`,
	runs: (filters: RunFilters = {}) => {
		const query = new URLSearchParams(
			Object.entries(filters).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
		);
		return query.size === 0 ? pathOf.runs : `${pathOf.runs}?${query}`;
	},
	/** No run has such an id. */
	trash: () => `${pathOf.runs}/trash` as const,
	pluginTrash: () => `${pathOf.runs}/trash?of=plugins` as const,
	templateTrash: () => `${pathOf.runs}/trash?of=templates` as const,
	/** Records that were set aside; no run has such an id. */
	quarantine: () => `${pathOf.runs}/quarantine` as const,
	/** Those of a run. */
	quarantineOf: (run: string) => `${pathOf.runs}/quarantine?${new URLSearchParams({ run })}`,
	run: (id: string) => `${pathOf.runs}/${id}`,
	compare: (id: string, other: string) => `${pathOf.runs}/${id}/compare/${other}`,
	policies: () => pathOf.policies,
	templates: () => `${pathOf.policies}/templates` as const,
	template: (id: string) => `${pathOf.policies}/templates/${id}`,
	catalogue: () => pathOf.catalogue,
	updates: () => `${pathOf.catalogue}/updates` as const,
	/** With a row: that one is led to. */
	settings: (row?: string) =>
		row === undefined ? pathOf.settings : `${pathOf.settings}?${new URLSearchParams({ row })}`,
	start: () => '/welcome',
} as const;
