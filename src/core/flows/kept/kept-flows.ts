import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FlowSummary, FlowVersion, KeptFlow } from '../../../shared/api/flow-routes.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import { didYouMean } from '../../../shared/issues/did-you-mean.ts';
import { replaceFile, writeNewFile } from '../../files/durable-file.ts';
import type { EventBus } from '../../program/event-bus.ts';
import { outputError } from '../../records/record-writer.ts';
import type { FlowRow, FlowStore } from '../../store/flows/flow-store.ts';
import type { TriggerStore } from '../../store/flows/trigger-store.ts';
import { asInFile, readWhole } from '../file/read-flow.ts';

/** So many flows are kept. */
const MAX_FLOWS = 1000;

export interface KeptFlows {
	readonly store: {
		readonly flows: FlowStore;
		readonly triggers: TriggerStore;
		together<T>(work: () => T): T;
	};
	readonly bus: EventBus;
}

export function listFlows({ store }: KeptFlows): readonly FlowSummary[] {
	return store.flows.list().map((listed) => ({ ...listed, lastRun: store.flows.lastRun(listed.name) }));
}

export function getFlow(kept: KeptFlows, { name, version }: RouteParsed<'flows.get'>): KeptFlow {
	return requireFlow(kept, name, version);
}

/** Newest first. `not_found` with did-you-mean. */
export function versionsOf(kept: KeptFlows, name: string): readonly FlowVersion[] {
	requireFlow(kept, name);
	return kept.store.flows.versions(name);
}

/** `not_found` where there is no such flow, or no such version of it. */
export function requireFlow({ store }: KeptFlows, name: string, version?: number): FlowRow {
	const found = store.flows.get(name, version);
	if (found !== null) return found;
	if (version !== undefined && store.flows.versionOf(name) > 0) {
		throw new DataFlareError('not_found', `The flow "${name}" has no version ${version}.`, {
			hint: 'See which versions of it are kept.',
			details: because('flow_version_gone', { name, version }),
		});
	}
	throw new DataFlareError('not_found', `There is no flow named "${name}"${didYouMean(name, store.flows.names())}.`, {
		hint: 'See which flows are kept.',
		details: because('flow_not_kept', { name }),
	});
}

/** What is the same as the newest version makes no other one. */
export async function saveFlow(kept: KeptFlows, asked: RouteParsed<'flows.save'>): Promise<KeptFlow> {
	const { store, bus } = kept;
	const flow = 'path' in asked.flow ? await readWhole(asked.flow.path) : asked.flow.definition;
	const { name } = flow;
	const saved = store.together(() => {
		const before = store.flows.get(name);
		const version = before?.version ?? 0;
		if (asked.expectedVersion !== undefined && asked.expectedVersion !== version) {
			throw asked.expectedVersion === 0 ? taken(name) : changed(name);
		}
		if (before !== null && isDeepStrictEqual(plain(before.flow), plain(flow))) return before;
		if (before === null && store.flows.count() >= MAX_FLOWS) throw full();
		const row: FlowRow = { version: version + 1, flow, note: asked.note, savedAt: Date.now() };
		store.flows.add(row);
		return row;
	});
	bus.emit('flows.changed', { name });
	return saved;
}

export function renameFlow(kept: KeptFlows, { name, to }: RouteParsed<'flows.rename'>): KeptFlow {
	const { store, bus } = kept;
	const renamed = store.together(() => {
		requireFlow(kept, name);
		if (name !== to && store.flows.versionOf(to) > 0) throw taken(to);
		store.flows.rename(name, to);
		if (name !== to) store.triggers.rename(name, to);
		return requireFlow(kept, to);
	});
	bus.emit('flows.changed', { name });
	bus.emit('flows.changed', { name: to });
	return renamed;
}

export function removeFlow(kept: KeptFlows, name: string): { readonly removed: number } {
	const { store, bus } = kept;
	const removed = store.together(() => {
		const { length } = store.flows.versions(name);
		// One that is damaged has to be gone with, too.
		if (length === 0) requireFlow(kept, name);
		store.flows.remove(name);
		store.triggers.remove(name);
		return length;
	});
	bus.emit('flows.changed', { name });
	return { removed };
}

export async function exportFlow(
	kept: KeptFlows,
	{ name, version, to, replace }: RouteParsed<'flows.export'>,
): Promise<{ readonly path: string }> {
	const path = resolve(to);
	const { flow } = requireFlow(kept, name, version);
	const written = replace ? await asInFile(flow, path) : flow;
	const text = Buffer.from(`${JSON.stringify(written, null, '\t')}\n`);
	try {
		await (replace ? replaceFile(path, text) : writeNewFile(path, text));
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw outputError(path, error);
		throw new DataFlareError('conflict', `${path} exists already and would be replaced.`, {
			hint: 'Choose another name, or allow it to be replaced.',
			details: because('flow_file_exists', { path }),
		});
	}
	return { path };
}

/** As it is kept: what is not said is not there. */
function plain(flow: Flow): unknown {
	return JSON.parse(JSON.stringify(flow));
}

function taken(name: string): DataFlareError {
	return new DataFlareError('conflict', `There is a flow named "${name}" already.`, {
		hint: 'Choose another name.',
		details: because('flow_kept_already', { name }),
	});
}

function changed(name: string): DataFlareError {
	return new DataFlareError('conflict', `The flow "${name}" was changed since it was opened.`, {
		hint: 'Open it again, or keep this one under another name.',
		details: because('flow_changed_since', { name }),
	});
}

function full(): DataFlareError {
	return new DataFlareError('conflict', `No more than ${MAX_FLOWS} flows are kept.`, {
		hint: 'Delete one that is not needed any more.',
		details: because('flows_full', { max: MAX_FLOWS }),
	});
}
