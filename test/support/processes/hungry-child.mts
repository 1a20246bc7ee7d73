/**
 * An engine in a process with few file descriptors. Messages: `{ eat: true }` opens files until no descriptor is left,
 * `{ eat: false }` closes them, `{ id, route, input }` is a request.
 */
import { closeSync, openSync } from 'node:fs';
import { type Core, createCore } from '../../../src/core/index.ts';
import type { RouteName } from '../../../src/shared/api/routes.ts';

const [dataDir = '', sandboxEntry = '', reaperEntry = ''] = process.argv.slice(2);
const core: Core = await createCore({ dataDir, sandboxEntry, reaperEntry, spares: 0 });
const eaten: number[] = [];

type Order = { readonly eat: boolean } | { readonly id: number; readonly route: RouteName; readonly input: never };

process.on('message', (order: Order) => {
	if ('route' in order) {
		void core.request(order.route, order.input).then((answer) => process.send?.({ id: order.id, answer }));
		return;
	}
	if (order.eat) {
		try {
			for (;;) eaten.push(openSync(dataDir, 'r'));
		} catch {
			// None is left.
		}
	} else for (const descriptor of eaten.splice(0)) closeSync(descriptor);
	process.send?.({ id: -1, answer: eaten.length });
});
process.on('disconnect', () => void core.close().then(() => process.exit(0)));
process.send?.({ id: 0 });
