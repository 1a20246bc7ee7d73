import { useCallback, useEffect, useState } from 'react';

import type { WireError } from '../shared/errors.ts';
import type { PluginRecord, PluginState } from '../shared/plugin/plugin-record.ts';
import type { RunSummary } from '../shared/run.ts';
import type { PageBridge } from './client/connect.ts';

const stateWords: Readonly<Record<PluginState, string>> = {
	waiting_for_review: 'Waiting for review',
	ready: 'Ready',
	disabled: 'Disabled',
	quarantined: 'Quarantined',
	broken: 'Broken',
	missing: 'Missing',
};

interface Loaded {
	readonly plugins: readonly PluginRecord[];
	readonly runs: readonly RunSummary[];
}

/** What is installed and what ran lately. Everything else is done from the command line. */
export function App({ bridge }: { readonly bridge: PageBridge }) {
	const [loaded, setLoaded] = useState<Loaded | null>(null);
	const [error, setError] = useState<WireError | null>(null);
	const load = useCallback(async () => {
		const [plugins, runs] = await Promise.all([
			bridge.request('plugins.list', {}),
			bridge.request('runs.list', { limit: 50 }),
		]);
		if (!plugins.ok) return setError(plugins.error);
		if (!runs.ok) return setError(runs.error);
		setError(null);
		setLoaded({ plugins: plugins.data, runs: runs.data.runs });
	}, [bridge]);
	useEffect(() => {
		const reload = () => void load();
		const ends = (['plugin.changed', 'plugin.removed', 'run.started', 'run.finished'] as const).map((name) =>
			bridge.on(name, reload),
		);
		reload();
		return () => {
			for (const end of ends) end();
		};
	}, [bridge, load]);
	if (error !== null) {
		return (
			<main role="alert">
				<h1>The engine did not answer</h1>
				<p>{error.message}</p>
				<button type="button" onClick={() => void load()}>
					Try again
				</button>
			</main>
		);
	}
	if (loaded === null) return <main aria-busy="true">Loading…</main>;
	return (
		<main>
			<h1>Plugins</h1>
			{loaded.plugins.length === 0 ? (
				<p>No plugin is installed. Install one with “dataflare install”, or put it into the plugins folder.</p>
			) : (
				<Plugins plugins={loaded.plugins} />
			)}
			<h1>Runs</h1>
			{loaded.runs.length === 0 ? <p>Nothing ran yet.</p> : <Runs runs={loaded.runs} />}
		</main>
	);
}

function Plugins({ plugins }: { readonly plugins: readonly PluginRecord[] }) {
	return (
		<table>
			<thead>
				<tr>
					<th scope="col">Name</th>
					<th scope="col">Type</th>
					<th scope="col">Version</th>
					<th scope="col">State</th>
				</tr>
			</thead>
			<tbody>
				{plugins.map((plugin) => (
					<tr key={plugin.name}>
						<td>{plugin.name}</td>
						<td>{plugin.current?.manifest.type ?? '—'}</td>
						<td>{plugin.current?.label ?? '—'}</td>
						<td>
							{stateWords[plugin.state]}
							{plugin.problem === null ? '' : `: ${plugin.problem.message}`}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const count = new Intl.NumberFormat();

function Runs({ runs }: { readonly runs: readonly RunSummary[] }) {
	return (
		<table>
			<thead>
				<tr>
					<th scope="col">Run</th>
					<th scope="col">What</th>
					<th scope="col">Started</th>
					<th scope="col">Outcome</th>
					<th scope="col">Records</th>
					<th scope="col">Denied</th>
				</tr>
			</thead>
			<tbody>
				{runs.map((run) => (
					<tr key={run.id}>
						<td>{run.id}</td>
						<td>{run.label}</td>
						<td>{time.format(run.startedAt)}</td>
						<td>
							{run.status}
							{run.error === null ? '' : `: ${run.error.message}`}
						</td>
						<td>{count.format(run.recordsOut)}</td>
						<td>{count.format(run.denials)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
