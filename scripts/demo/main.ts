/** Shows the engine at work on real data, then breaks things on purpose. `npm run demo`. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { numeric } from '../../src/cli/text/table.ts';
import { exampleChain } from '../../src/core/catalogue/samples/example-chain.ts';
import { type Core, createCore } from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import type { WireError } from '../../src/shared/errors/errors.ts';
import { writeInput } from '../../src/shared/flow/flow-graph.ts';
import { lockedDown, type SecurityPolicy } from '../../src/shared/policy/security-policy.ts';
import type { RunDetail } from '../../src/shared/run/run.ts';
import { ensureBuilt } from '../build/ensure-built.ts';
import { misbehavingPlugin } from './misbehaving.ts';
import { count, say, styled, table, title } from './show.ts';
import { serveTickets, type TicketServer } from './ticket-server.ts';

const root = resolve(import.meta.dirname, '../..');
const scratch = join(root, '.tmp/demo');
const ticketsFile = join(root, 'resources/plugins/pii-redactor/sample/tickets.ndjson');
const vega = join(root, 'node_modules/vega-datasets/data');
const samples = [
	'csv-source',
	'http-json-source',
	'pii-redactor',
	'field-mapper',
	'row-filter',
	'group-by',
	'file-writer',
];

async function must<N extends RouteName>(core: Core, name: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
	const answer = await core.request(name, input);
	if (answer.ok) return answer.data;
	throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
}

/** The error of a request that is meant to fail. */
async function failureOf<N extends RouteName>(core: Core, name: N, input: RouteInput<N>): Promise<WireError> {
	const answer = await core.request(name, input);
	if (!answer.ok) return answer.error;
	throw new Error(`${name} succeeded, and should not have.`);
}

function showProgress(core: Core): void {
	if (!process.stderr.isTTY) return;
	core.on('run.progress', ({ recordsIn, recordsOut, elapsedMs }) => {
		process.stderr.write(`\r  ${count.format(recordsIn)} in, ${count.format(recordsOut)} out, ${elapsedMs} ms `);
	});
	core.on('run.finished', ({ run }) => {
		if (run.kind !== 'call') process.stderr.write('\r\u001b[K');
	});
}

async function install(core: Core, tickets: TicketServer): Promise<void> {
	title('1. Seven sample plugins of all six types are installed, everything denied');
	const installed = [];
	for (const name of samples) {
		installed.push(
			await must(core, 'plugins.install', { path: join(root, 'resources/plugins', name), author: 'demo' }),
		);
	}
	table(
		['plugin', 'type', 'state', 'what it does'],
		installed.map(({ name, state, current }) => [
			name,
			current?.manifest.type ?? '',
			{ text: state, tone: state === 'ready' ? 'good' : 'bad' },
			current?.manifest.metadata.description?.split(/[:.](?: |$)/)[0] ?? '',
		]),
	);
	// Three of them need a place in the world, and get that one alone.
	await grant(core, 'csv-source', { allow_file_system: true, allowed_paths: [`${vega}/:ro`] });
	await grant(core, 'http-json-source', { allow_network: true, allowed_hosts: [tickets.host] });
	await grant(core, 'file-writer', { allow_file_system: true, allowed_paths: [`${scratch}/out/`] });
	say('  Granted: csv-source reads one folder, http-json-source reaches one port of this machine,');
	say('  file-writer writes one folder. Nothing else.');
}

async function grant(core: Core, name: string, powers: Partial<SecurityPolicy>): Promise<void> {
	const { max_memory, max_execution_time } = (await must(core, 'policy.show', { name })).effective;
	const policy = { ...lockedDown, max_memory, max_execution_time, ...powers };
	await must(core, 'policy.set', { name, policy, author: 'demo', note: 'just what the demo needs' });
}

function stages(run: RunDetail): void {
	table(
		['stage', 'type', ...['records in', 'records out', 'busy ms', 'memory kB', 'host calls'].map(numeric)],
		run.stages.map((stage) => [
			stage.plugin,
			stage.type,
			stage.type === 'source' ? '' : count.format(stage.recordsIn),
			stage.type === 'destination' ? '' : count.format(stage.recordsOut),
			stage.busyMs.toFixed(1),
			count.format(stage.peakMemoryBytes / 1024),
			count.format(stage.hostCalls),
		]),
	);
}

function linesOf<T>(file: string): readonly T[] {
	return readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as T);
}

async function chain(core: Core): Promise<void> {
	title('2. A chain on real data: 10,000 bird strikes on aircraft (vega-datasets)');
	const output = join(scratch, 'out/damage-by-state.ndjson');
	const run = await must(core, 'chains.run', {
		trigger: 'demo',
		chain: {
			definition: exampleChain(join(vega, 'birdstrikes.csv'), output),
		},
	});
	stages(run);
	const rows = [...linesOf<{ state: string; strikes: number; cost: number; p90: number }>(output)]
		.sort((left, right) => right.cost - left.cost)
		.slice(0, 6);
	say('  Costliest states:');
	table(
		['state', ...['strikes with damage', 'cost $', 'p90 $'].map(numeric)],
		rows.map((row) => [row.state, count.format(row.strikes), count.format(row.cost), count.format(row.p90)]),
	);
	say(`  Finished in ${run.durationMs} ms as run ${run.id}; the result is in ${relative(root, output)}.`);
}

async function tickets(core: Core, server: TicketServer): Promise<void> {
	title('3. A second chain: support tickets from a web address, without what is private');
	const output = join(scratch, 'out/tickets.ndjson');
	const run = await must(core, 'chains.run', {
		trigger: 'demo',
		chain: {
			definition: {
				name: 'tickets-for-everyone',
				components: [
					{ name: 'http-json-source', config: { url: server.url, items: 'data', next: 'links.next' } },
					{ name: 'pii-redactor' },
					{ name: 'file-writer', config: { path: output } },
				],
			},
		},
	});
	stages(run);
	const [before] = linesOf<{ text: string }>(ticketsFile);
	const [after] = linesOf<{ text: string }>(output);
	say(`  ${'before'.padEnd(8)}${before?.text ?? ''}`);
	say(`  ${'after'.padEnd(8)}${styled('green', after?.text ?? '')}`);
}

async function stream(core: Core): Promise<void> {
	title('4. A stream: 200,000 flights through one isolated filter');
	const run = await must(core, 'streams.run', {
		plugin: 'row-filter',
		trigger: 'demo',
		input: { kind: 'file', path: join(vega, 'flights-200k.json') },
		output: { kind: 'file', path: join(scratch, 'out/late.ndjson') },
		config: { where: { field: 'delay', op: 'gt', value: 60 } },
	});
	const perSecond = (run.recordsIn / Math.max(run.durationMs ?? 1, 1)) * 1000;
	say(
		`  ${count.format(run.recordsIn)} in, ${count.format(run.recordsOut)} more than an hour late, in ${run.durationMs} ms:`,
	);
	say(`  ${count.format(Math.round(perSecond))} records/s from file to file, start of the process included.`);
}

function components(run: RunDetail): void {
	table(
		['component', 'is', ...['records in', 'records out', 'dropped', 'set aside', 'busy ms'].map(numeric)],
		run.stages.map((stage) => [
			stage.component ?? '',
			stage.builtIn ?? stage.plugin,
			stage.type === 'source' ? '' : count.format(stage.recordsIn),
			stage.type === 'destination' ? '' : count.format(stage.recordsOut),
			stage.type === 'filter' ? count.format(stage.recordsDropped) : '',
			count.format(stage.recordsFailed),
			stage.busyMs.toFixed(1),
		]),
	);
}

function edges(run: RunDetail): void {
	const nameAt = (position: number): string => run.stages[position]?.component ?? '';
	table(
		['from', 'to', ...['records', 'kB'].map(numeric)],
		run.edges.map((edge) => [
			writeInput(nameAt(edge.from), edge.port),
			nameAt(edge.to),
			count.format(edge.records),
			count.format(Math.round(edge.bytes / 1024)),
		]),
	);
}

/** What the careless plugin trips over, counted without any plugin: the speed is the last column. */
function damagedWithoutSpeed(file: string): number {
	const rows = readFileSync(file, 'utf8').split('\n');
	return rows.filter((row) => /,\r?$/.test(row) && !row.includes(',None,')).length;
}

function addsUp(what: string, found: number, expected: number | undefined): void {
	if (found !== expected) throw new Error(`Records ${what}: ${found}, and ${expected} were expected.`);
}

/** A plugin that crashes on some records, two branches behind a filter, and nothing lost on the way. */
async function flow(core: Core): Promise<void> {
	title('5. A flow that branches, with a plugin that crashes on some records');
	const careless = await misbehavingPlugin(join(scratch, 'guests'), 'careless');
	await must(core, 'plugins.install', { path: careless, author: 'demo' });
	const strikes = join(vega, 'birdstrikes.csv');
	const byState = join(scratch, 'out/by-state.ndjson');
	const rest = join(scratch, 'out/undamaged.ndjson');
	const definition: RouteInput<'flows.run'>['flow'] = {
		definition: {
			name: 'strikes',
			components: [
				{ name: 'strikes', use: 'read-file', config: { path: strikes } },
				{ name: 'careless', inputs: ['strikes'], on_error: 'quarantine' },
				{
					name: 'damaged',
					plugin: 'row-filter',
					inputs: ['careless'],
					config: { where: { field: 'Effect Amount of damage', op: 'ne', value: 'None' } },
				},
				{
					name: 'by-state',
					plugin: 'group-by',
					inputs: ['damaged'],
					config: { group_by: ['Origin State'], aggregates: [{ op: 'count', as: 'strikes' }] },
				},
				{ name: 'states', use: 'write-file', inputs: ['by-state'], config: { path: byState } },
				{ name: 'rest', use: 'write-file', inputs: ['damaged.dropped'], config: { path: rest } },
			],
		},
	};
	const run = await must(core, 'flows.run', { trigger: 'demo', flow: definition });
	components(run);
	say();
	edges(run);
	const { records, total } = await must(core, 'quarantine.list', { runId: run.id, limit: 1 });
	const [aside] = records;
	if (aside === undefined) throw new Error('No record was set aside.');
	say(`\n  ${count.format(total)} records were set aside, and the others went on. The last of them:`);
	say(
		`  ${aside.component}, record ${count.format(aside.record)}: ${styled('yellow', aside.error.code)}: ${aside.error.message}`,
	);
	say(`  ${aside.text}`);
	const grouped = linesOf<{ strikes: number }>(byState).reduce((sum, each) => sum + each.strikes, 0);
	const dropped = linesOf(rest).length;
	addsUp('set aside', total, damagedWithoutSpeed(strikes));
	addsUp('let through', grouped, run.stages[2]?.recordsOut);
	addsUp('dropped', dropped, run.stages[2]?.recordsDropped);
	addsUp('in all', total + grouped + dropped, run.stages[0]?.recordsOut);
	const [asideText, groupedText, droppedText, all] = [total, grouped, dropped, total + grouped + dropped].map((each) =>
		count.format(each),
	);
	say(
		`  ${asideText} set aside + ${groupedText} counted by state + ${droppedText} without damage = ${all} in the file.`,
	);
}

async function breakThings(core: Core): Promise<void> {
	title('6. Things are broken on purpose');
	const guests = join(scratch, 'guests');
	for (const kind of ['endless-loop', 'memory-bomb', 'file-thief', 'steady'] as const) {
		await must(core, 'plugins.install', { path: await misbehavingPlugin(guests, kind), author: 'demo' });
	}
	const call = { fn: 'process_data', input: '{}', trigger: 'demo' } as const;
	const shown = (what: string, error: WireError): void =>
		say(`  ${what.padEnd(20)} ${styled('yellow', error.code)}: ${error.message}`);
	shown('an endless loop', await failureOf(core, 'plugins.call', { name: 'endless-loop', ...call }));
	shown('a memory bomb', await failureOf(core, 'plugins.call', { name: 'memory-bomb', ...call }));
	shown('a forbidden file', await failureOf(core, 'plugins.call', { name: 'file-thief', ...call }));
	const { runs } = await must(core, 'runs.list', { plugin: 'file-thief', limit: 1 });
	const denials = runs[0] === undefined ? [] : (await must(core, 'runs.get', { id: runs[0].id })).denialList;
	for (const denial of denials)
		say(`  ${''.padEnd(20)} recorded: ${denial.op} ${denial.target}, denied by ${denial.rule}`);

	const before = await must(core, 'plugins.call', { name: 'steady', ...call });
	const failed = new Promise<string>((done) =>
		core.on('plugin.changed', (event) => event.kind === 'update_failed' && done(event.message ?? '')),
	);
	cpSync(await misbehavingPlugin(guests, 'steady-broken', 'steady'), join(scratch, 'data/plugins/steady'), {
		recursive: true,
	});
	const message = await Promise.race([failed, pause(10_000).then(() => 'nothing was noticed within 10 s')]);
	const after = await must(core, 'plugins.call', { name: 'steady', ...call });
	say(`  ${'a broken update'.padEnd(20)} ${styled('yellow', 'update failed')}: ${message}`);
	say(
		`  ${''.padEnd(20)} before: ${JSON.stringify(before.value)}, after: ${JSON.stringify(after.value)} (the old version goes on)`,
	);
}

async function history(core: Core): Promise<void> {
	title('7. The history');
	const { runs } = await must(core, 'runs.list', {});
	table(
		['run', 'kind', 'what', 'outcome', ...['records out', 'denied', 'ms'].map(numeric)],
		runs.map((run) => [
			run.id,
			run.kind,
			run.label,
			{
				text: run.error === null ? run.status : `${run.status} (${run.error.code})`,
				tone: run.error === null ? 'good' : 'bad',
			},
			run.kind === 'call' ? '' : count.format(run.recordsOut),
			String(run.denials),
			count.format(run.durationMs ?? 0),
		]),
	);
	say(`\nLook around: npm run -s dataflare -- --data-dir ${relative(root, join(scratch, 'data'))} history list`);
}

ensureBuilt();
rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, 'out'), { recursive: true });
const server = await serveTickets(ticketsFile, 3);
const core = await createCore({
	dataDir: join(scratch, 'data'),
	sandboxEntry: join(root, 'out/main/sandbox.mjs'),
	reaperEntry: join(root, 'out/main/reaper.mjs'),
	resourcesDir: join(root, 'resources'),
});
try {
	showProgress(core);
	await install(core, server);
	await chain(core);
	await tickets(core, server);
	await stream(core);
	await flow(core);
	await breakThings(core);
	await history(core);
} finally {
	await core.close();
	server.close();
}
