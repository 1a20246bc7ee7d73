import type { Handlers } from '../../../shared/api/routes.ts';
import { takesSensitiveInput } from '../../../shared/plugin/plugin-record.ts';
import { type CheckDeps, checkFlow } from '../../flows/check/check-flow.ts';
import { readWhole } from '../../flows/file/read-flow.ts';
import {
	exportFlow,
	getFlow,
	listFlows,
	removeFlow,
	renameFlow,
	saveFlow,
	versionsOf,
} from '../../flows/kept/kept-flows.ts';
import type { HandlerDeps } from '../handler-deps.ts';

type FlowHandlers = Pick<
	Handlers,
	| 'flows.check'
	| 'flows.read'
	| 'flows.list'
	| 'flows.get'
	| 'flows.versions'
	| 'flows.save'
	| 'flows.rename'
	| 'flows.remove'
	| 'flows.export'
>;

/** What checking a flow needs of the engine. */
export function checkDeps({ store, bus, registry, loader, ownPlaces }: HandlerDeps): CheckDeps {
	const takesSensitive = (plugin: string): boolean => {
		const record = registry.get(plugin);
		return record !== null && takesSensitiveInput(record);
	};
	return { kept: { store, bus }, registry, loader, ownPlaces, savesState: savesStateIn(store), takesSensitive };
}

export function flowHandlers(deps: HandlerDeps): FlowHandlers {
	const check = checkDeps(deps);
	const { kept } = check;
	return {
		'flows.check': async ({ flow }) => (await checkFlow(check, flow)).check,
		'flows.read': ({ path }) => readWhole(path),
		'flows.list': () => listFlows(kept),
		'flows.get': (asked) => getFlow(kept, asked),
		'flows.versions': ({ name }) => versionsOf(kept, name),
		'flows.save': (asked) => saveFlow(kept, asked),
		'flows.rename': (asked) => renameFlow(kept, asked),
		'flows.remove': ({ name }) => removeFlow(kept, name),
		'flows.export': (asked) => exportFlow(kept, asked),
	};
}

function savesStateIn({ analyses }: HandlerDeps['store']): (sha256: string) => boolean {
	return (sha256) => {
		const names = new Set(analyses.get(sha256)?.exports.map(({ name }) => name));
		return names.has('save_state') && names.has('load_state');
	};
}
