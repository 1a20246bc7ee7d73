import { componentFunctions } from '../../shared/plugin/component-type.ts';
import { EventBus } from '../program/event-bus.ts';
import { ActiveRuns } from '../runs/active-runs.ts';
import { type CallDeps, callPlugin } from '../runs/calls/call.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { createHandlers } from './handlers.ts';
import { createRouter } from './router.ts';

/** The first time compiles what is on the way of a call, and what it leaves behind is there the second time. */
const TIMES = 2;

/** Every encoding can hold it. */
const RECORD = '{"rehearsal":true}';
/** Nobody is told how far a rehearsal is. */
const unheard = { note: () => undefined };

/**
 * Goes the way of a call once the plugin is ready, so that its first call finds what a later one finds: from the route
 * over the records, the pool and the channel into the plugin's process and back. A call is an effect, and nobody asked for
 * one: the guest is not called, the run is in no history, and nobody hears of it. What fails on the way, fails for itself
 * alone: the first call will tell.
 */
export function createRehearsal(deps: HandlerDeps): (name: string) => Promise<void> {
	const { store, loader, pools, kept, runtime } = deps;
	const [bus, active] = [new EventBus(), new ActiveRuns()];
	const rehearsed: CallDeps = {
		loader,
		runtime,
		kept,
		active,
		pools: {
			async get(plugin) {
				const pool = await pools.prepare(plugin, loader);
				return { call: (options) => pool.call({ ...options, rehearsal: true }) };
			},
		},
		recording: (...asked) => ({
			...deps.recording(...asked),
			store: { runs: store.runs.rehearsal, live: unheard },
			bus,
		}),
	};
	const router = createRouter({
		...createHandlers(deps),
		'plugins.call': (request) => callPlugin(rehearsed, request),
	});
	return async (name) => {
		const type = deps.registry.get(name)?.current?.manifest.type;
		if (type === undefined) return;
		const fn = componentFunctions[type][0] as string;
		const input = type === 'source' ? {} : { input: RECORD };
		for (let time = 0; time < TIMES; time++) await router.request('plugins.call', { name, fn, ...input });
	};
}
