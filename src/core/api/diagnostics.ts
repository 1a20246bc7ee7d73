import { homedir, release } from 'node:os';
import { readSettings } from '../program/settings.ts';
import { VERSION } from '../program/version.ts';
import type { HandlerDeps } from './handler-deps.ts';

/** What helps whoever looks into a problem, as text to copy. Paths below the home folder begin with `~`; no secrets. */
export function diagnosticsText(deps: HandlerDeps): string {
	const { registry, runtime, store } = deps;
	const sandboxes = runtime.sandboxes();
	const plugins = registry.list();
	const layers = new Set(sandboxes.flatMap((sandbox) => sandbox.layers));
	const { node, v8, electron } = process.versions;
	const lines = [
		`DataFlare Plugin Manager ${VERSION}`,
		`platform: ${process.platform} ${release()} ${process.arch}`,
		`runtime: node ${node}, v8 ${v8}${electron === undefined ? '' : `, electron ${electron}`}`,
		`data folder: ${fromHome(deps.dataDir)}`,
		`plugins folder: ${fromHome(registry.pluginsDir())}`,
		`history: ${store.runs.count({})} runs, ${store.size()} bytes`,
		`plugins: ${plugins.length}`,
		...plugins.map(
			({ name, state, current, grantVersion, problem }) =>
				`  ${name} ${current?.label ?? '-'} ${current?.sha256.slice(0, 12) ?? '-'} ${state} grant ${grantVersion}${problem === null ? '' : ` (${problem.code})`}`,
		),
		`sandboxes: ${sandboxes.length}, layers in force: ${layers.size === 0 ? 'none started' : [...layers].join(', ')}`,
		...sandboxes.map(
			({ plugin, role, state, generation, memoryBytes }) =>
				`  ${plugin ?? 'spare'} ${role} ${state} generation ${generation} guest memory ${memoryBytes} bytes`,
		),
		`settings: ${JSON.stringify(withoutPaths(readSettings(store.settings)))}`,
		...deps.faceNotes().map(fromHome),
		...deps.notices.list().map(({ text }) => `notice: ${fromHome(text)}`),
	];
	return `${lines.join('\n')}\n`;
}

function withoutPaths(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		Object.entries(settings).map(([key, value]) => [key, typeof value === 'string' ? fromHome(value) : value]),
	);
}

function fromHome(text: string): string {
	const home = homedir();
	return home.length > 1 ? text.replaceAll(home, '~') : text;
}
