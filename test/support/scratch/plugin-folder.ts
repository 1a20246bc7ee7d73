import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '../../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import { wat } from '../guests/wat.ts';

/** Asks an engine; rejects with what it said. */
export async function askCore<N extends RouteName>(
	core: Core,
	route: N,
	input: RouteInput<N>,
): Promise<RouteOutput<N>> {
	const answer = await core.request(route, input);
	if (answer.ok) return answer.data;
	throw new Error(`${route}: ${answer.error.code}: ${answer.error.message}`);
}

/** Writes a plugin's folder from WebAssembly text, with further files beside it; returns its path. */
export async function pluginFolder(
	into: string,
	name: string,
	text: string,
	manifest: object = {},
	files: Readonly<Record<string, string>> = {},
): Promise<string> {
	const path = join(into, name);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, `${name}.wasm`), await wat(text));
	const whole = { name, type: 'processor', module_path: `./${name}.wasm`, ...manifest };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(whole));
	for (const [file, content] of Object.entries(files)) {
		mkdirSync(join(path, file, '..'), { recursive: true });
		writeFileSync(join(path, file), content);
	}
	return path;
}
