import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import type { FlowTrigger, FolderTrigger } from '../../../shared/flow/trigger.ts';
import { nearestWord } from '../../../shared/issues/did-you-mean.ts';
import { quoted } from '../../../shared/quoted.ts';
import { realpath } from '../../files/user-files.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import type { TriggerRow, TriggerStore } from '../../store/flows/trigger-store.ts';
import { type KeptFlows, requireFlow } from '../kept/kept-flows.ts';
import { contentHash, filesIn } from './new-files.ts';
import { nextTime, requireSchedule } from './next-time.ts';
import { triggerDamaged } from './trigger-problems.ts';

export interface SetTriggerDeps {
	readonly kept: KeptFlows;
	readonly now: () => number;
	/** That something is otherwise now. */
	readonly wake: () => void;
	readonly signal: AbortSignal;
	/** What is the program's own: nothing there is data. */
	readonly ownPlaces: () => OwnPlaces;
}

/** Looks at a trigger before it is kept: that its times come, that its folder is there and its component reads files. */
export async function setTrigger(
	deps: SetTriggerDeps,
	{ flow, trigger, active }: RouteParsed<'triggers.set'>,
): Promise<TriggerRow> {
	const { store } = deps.kept;
	requireFlow(deps.kept, flow);
	if (trigger.kind === 'schedule') requireSchedule(trigger, deps.now());
	else await requireFolder(deps, flow, trigger);
	const before = store.triggers.get(flow);
	if (active && trigger.kind === 'folder' && !trigger.existing && !isSameFolder(before, trigger)) {
		await knowWhatIsThere(deps, flow, trigger);
	}
	store.triggers.put(flow, trigger, { isActive: active, nextAt: active ? nextOf(trigger, deps.now()) : null });
	return changed(deps, flow);
}

/** `not_found` where there is none. */
export async function startTrigger(deps: SetTriggerDeps, flow: string): Promise<TriggerRow> {
	const { trigger } = requireReadable(deps.kept.store.triggers, flow);
	return setTrigger(deps, { flow, trigger, active: true });
}

export function stopTrigger(deps: SetTriggerDeps, flow: string): TriggerRow {
	const { triggers } = deps.kept.store;
	triggers.put(flow, requireReadable(triggers, flow).trigger, { isActive: false, nextAt: null });
	return changed(deps, flow);
}

export function removeTrigger(deps: SetTriggerDeps, flow: string): void {
	const { store, bus } = deps.kept;
	requireTrigger(store.triggers, flow);
	store.triggers.remove(flow);
	bus.emit('flows.changed', { name: flow });
	deps.wake();
}

export function requireTrigger(triggers: TriggerStore, flow: string): TriggerRow {
	const found = triggers.get(flow);
	if (found !== null) return found;
	throw new DataFlareError('not_found', `Nothing starts the flow ${quoted(flow)} by itself.`, {
		hint: 'Set a schedule or a folder for it first.',
		details: because('trigger_not_set', { flow }),
	});
}

/** `storage` where what is kept of it cannot be read: it is set anew, or removed. */
function requireReadable(triggers: TriggerStore, flow: string): TriggerRow {
	const found = requireTrigger(triggers, flow);
	if (found.damage === null) return found;
	throw triggerDamaged(flow, found.damage);
}

function changed({ kept, wake }: SetTriggerDeps, flow: string): TriggerRow {
	kept.bus.emit('flows.changed', { name: flow });
	wake();
	return requireTrigger(kept.store.triggers, flow);
}

function nextOf(trigger: FlowTrigger, now: number): number | null {
	return trigger.kind === 'schedule' ? nextTime(trigger, now) : null;
}

async function requireFolder(
	{ kept, ownPlaces }: SetTriggerDeps,
	name: string,
	{ folder, component }: FolderTrigger,
): Promise<void> {
	const { flow } = requireFlow(kept, name);
	const readers = flow.components.filter(({ use }) => use === 'read-file').map((each) => each.name);
	if (!readers.includes(component)) {
		const near = nearestWord(component, readers);
		const meant = near === null ? '' : ` (did you mean ${quoted(near)}?)`;
		throw new DataFlareError(
			'configuration',
			`${quoted(component)} is no read-file of the flow ${quoted(name)}${meant}.`,
			{
				hint: readers.length === 0 ? 'Put a read-file into the flow first.' : 'Name a component that reads a file.',
				details: because('trigger_component', { flow: name, component }),
			},
		);
	}
	if (!isAbsolute(folder)) {
		throw new DataFlareError('configuration', `${folder} is no whole path of a folder.`, {
			hint: 'Write the path from its beginning.',
			details: because('path_not_absolute', { path: folder }),
		});
	}
	await refuseOwnFolder(folder, ownPlaces);
	await refuseOutputsThere(flow, name, folder);
	await filesIn(folder, '?').catch((error: unknown) => {
		const isMissing = codeOf(error) === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'not_found' : 'configuration',
			isMissing ? `The folder ${folder} does not exist.` : `The folder ${folder} cannot be read (${codeOf(error)}).`,
			{
				hint: isMissing ? 'Create it first.' : 'Choose a folder that may be read.',
				details: isMissing
					? because('folder_not_found', { path: folder })
					: because('file_unreadable', { path: folder, system: String(codeOf(error)) }),
				cause: error,
			},
		);
	});
}

/** What a flow writes where it looks for files would start it again. */
async function refuseOutputsThere(flow: Flow, name: string, folder: string): Promise<void> {
	const place = await realpath(folder).catch(() => folder);
	for (const { use, name: writer, config } of flow.components) {
		const path = config?.['path'];
		if (use === 'read-file' || typeof path !== 'string') continue;
		const output = dirname(resolve(path));
		if ((await realpath(output).catch(() => output)) !== place) continue;
		throw new DataFlareError(
			'configuration',
			`${quoted(writer)} writes to ${folder}, where its files would start the flow again.`,
			{
				hint: 'Watch another folder, or let the flow write to another one.',
				details: because('trigger_own_output', { flow: name, component: writer, path: folder }),
			},
		);
	}
}

async function refuseOwnFolder(folder: string, ownPlaces: () => OwnPlaces): Promise<void> {
	await refuseOwnOutput(join(folder, 'file'), ownPlaces).catch(() => {
		throw new DataFlareError('permission_denied', `The folder ${folder} belongs to DataFlare itself.`, {
			hint: 'Choose another folder.',
			details: because('folder_is_ours', { path: folder }),
		});
	});
}

/** What lies in the folder when it begins to be watched is not new, whatever it is called later. */
async function knowWhatIsThere(
	{ kept, now, signal }: SetTriggerDeps,
	flow: string,
	{ folder, pattern }: FolderTrigger,
): Promise<void> {
	for (const { path } of (await filesIn(folder, pattern)).files) {
		// What cannot be read now is new once it can.
		const sha256 = await contentHash(path, signal).catch(() => null);
		signal.throwIfAborted();
		if (sha256 !== null) kept.store.triggers.know(flow, { sha256, path, at: now() });
	}
}

/** It was known then what lay there. */
function isSameFolder(before: TriggerRow | null, { folder, pattern }: FolderTrigger): boolean {
	const was = before?.trigger;
	return was?.kind === 'folder' && !was.existing && was.folder === folder && was.pattern === pattern;
}
