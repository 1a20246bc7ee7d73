import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import type { Envelope } from '../../../src/shared/errors/result.ts';
import { reaperEntry, sandboxEntry } from '../built.ts';

export interface CoreProcess {
	request<N extends RouteName>(route: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
	close(): Promise<void>;
}

/** A second engine in a process of its own. */
export async function coreProcess(dataDir: string): Promise<CoreProcess> {
	const child = fork(join(import.meta.dirname, 'core-child.mts'), [dataDir, sandboxEntry, reaperEntry], {
		execArgv: [],
	});
	const waiting = new Map<number, (answer: never) => void>();
	child.on('message', (message: { readonly id: number; readonly answer: never }) => {
		waiting.get(message.id)?.(message.answer);
		waiting.delete(message.id);
	});
	await Promise.race([
		once(child, 'message'),
		once(child, 'exit').then(([code]) => {
			throw new Error(`the other program ended with ${String(code)}`);
		}),
	]);
	let last = 0;
	return {
		request(route, input) {
			const id = ++last;
			return new Promise((resolve) => {
				waiting.set(id, resolve as (answer: never) => void);
				child.send({ id, route, input });
			});
		},
		async close() {
			const gone = once(child, 'exit');
			child.disconnect();
			await gone;
		},
	};
}
