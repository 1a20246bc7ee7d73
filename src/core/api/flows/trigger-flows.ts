import type { Handlers } from '../../../shared/api/routes.ts';
import {
	removeTrigger,
	requireTrigger,
	type SetTriggerDeps,
	setTrigger,
	startTrigger,
	stopTrigger,
} from '../../flows/triggers/set-trigger.ts';
import type { HandlerDeps } from '../handler-deps.ts';

type TriggerHandlers = Pick<
	Handlers,
	'triggers.list' | 'triggers.set' | 'triggers.start' | 'triggers.stop' | 'triggers.remove' | 'triggers.files'
>;

export function triggerHandlers({ store, bus, triggers, clock, builds, ownPlaces }: HandlerDeps): TriggerHandlers {
	const deps: SetTriggerDeps = {
		kept: { store, bus },
		now: clock.now,
		wake: () => triggers.wake(),
		signal: builds.signal,
		ownPlaces,
	};
	return {
		'triggers.list': () => store.triggers.list().map((row) => triggers.state(row)),
		'triggers.set': async (asked) => triggers.state(await setTrigger(deps, asked)),
		'triggers.start': async ({ flow }) => triggers.state(await startTrigger(deps, flow)),
		'triggers.stop': ({ flow }) => triggers.state(stopTrigger(deps, flow)),
		'triggers.remove': ({ flow }) => {
			removeTrigger(deps, flow);
			return null;
		},
		'triggers.files': ({ flow, limit }) => store.triggers.files(requireTrigger(store.triggers, flow).flow, limit),
	};
}
