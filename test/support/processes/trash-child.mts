/**
 * Uninstalls, restores or deletes a plugin, and ends itself by SIGKILL before its nth step on the disk or in the database.
 * `node trash-child.mts <data folder> <uninstall|restore|empty> <n>`; ends with code 0 where there were fewer steps.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [dataDir = '', action = '', at = ''] = process.argv.slice(2);
let left = Number.POSITIVE_INFINITY;

function step(): void {
	left -= 1;
	if (left === 0) process.kill(process.pid, 'SIGKILL');
}

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

function counted(methods: Methods, names: readonly string[]): void {
	for (const name of names) {
		const does = methods[name];
		if (does === undefined) throw new Error(`there is no ${name}`);
		methods[name] = (...args) => {
			step();
			return does(...args);
		};
	}
}

counted(promises as unknown as Methods, ['rename', 'rm', 'rmdir', 'cp']);
syncBuiltinESMExports();
const { bareRegistry } = await import('../scratch/bare-registry.ts');
const { registry, store, close } = bareRegistry(dataDir);
await registry.start({ watch: false });
const { id } = store.pluginTrash.list(1, 0)[0] ?? { id: '' };
counted(store.pluginTrash as unknown as Methods, ['put', 'setStep', 'restore', 'forget']);
counted(store.state as unknown as Methods, ['move', 'drop']);
counted(store.plugins as unknown as Methods, ['remove', 'put']);
left = Number(at);
if (action === 'uninstall') await registry.uninstall('tool');
else if (action === 'restore') await registry.restore(id);
else await registry.emptyTrash(null);
left = Number.POSITIVE_INFINITY;
await close();
