/** Another program on the same data folder: answers requests that come over the channel until it is closed. */
import { type Core, createCore } from '../../../src/core/index.ts';
import type { RouteName } from '../../../src/shared/api/routes.ts';

const [dataDir = '', sandboxEntry = '', reaperEntry = ''] = process.argv.slice(2);
const core: Core = await createCore({ dataDir, sandboxEntry, reaperEntry, spares: 0 });
process.on('message', (message: { readonly id: number; readonly route: RouteName; readonly input: never }) => {
	void core.request(message.route, message.input).then((answer) => process.send?.({ id: message.id, answer }));
});
process.on('disconnect', () => void core.close().then(() => process.exit(0)));
process.send?.({ id: 0 });
