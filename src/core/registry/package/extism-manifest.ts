import { basename, extname } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type Manifest, manifestSchema } from '../../../shared/plugin/manifest.ts';
import {
	MAX_MEMORY_BYTES,
	MAX_TIMEOUT_MS,
	MIN_MEMORY_BYTES,
	MIN_TIMEOUT_MS,
	WASM_PAGE_BYTES,
} from '../../../shared/policy/limits.ts';
import { powers } from '../../../shared/policy/powers.ts';
import { visible } from '../../../shared/quoted.ts';
import { bundleModules, MAX_LINKED_MODULES } from '../../../shared/wasm/linked-modules.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { nameWithin } from '../entry-name.ts';

/** What an Extism manifest is made into: a manifest of ours, whose policy is a request, and one module. */
export interface ExtismPackage {
	readonly manifest: Manifest;
	readonly module: Uint8Array;
}

type Raw = Readonly<Record<string, unknown>>;

/** Whether a JSON value is a manifest of Extism's: a list of modules, and none of ours. */
export function isExtismManifest(value: unknown): value is Raw {
	return isObject(value) && Array.isArray(value['wasm']) && value['module_path'] === undefined;
}

/**
 * Reads a manifest of Extism's, in either spelling of its keys. What it names of hosts, paths, memory and time is what it
 * asks for; a grant decides. What says how the plugin is used as a component stands under `dataflare`, by the words of
 * `plugin.json`. Throws `configuration` naming what is wrong.
 *
 * @param read the module at a path of the manifest's
 */
export async function readExtismManifest(
	file: string,
	raw: Raw,
	read: (path: string) => Promise<Uint8Array>,
): Promise<ExtismPackage> {
	const wrong = (path: string, why: string, hint = 'See Extism’s description of manifests.'): DataFlareError =>
		new DataFlareError('configuration', `${basename(file)}: ${visible(path)}: ${visible(why)}.`, {
			hint,
			details: because('manifest_invalid', { file: basename(file), path }),
		});
	const modules = await modulesOf(raw['wasm'] as readonly unknown[], read, wrong);
	const main = modules.get('main');
	if (main === undefined) throw wrong('wasm', 'none of the modules is named "main"');
	const linked = [...modules].filter(([name]) => name !== 'main').map(([name, bytes]) => ({ name, bytes }));
	const { network, files } = powers;
	const memory = objectAt(raw, 'memory', 'memory', wrong);
	const ours = objectAt(raw, 'dataflare', 'dataflare', wrong);
	const pages = numberAt(memory, 'max_pages', 'maxPages', wrong);
	const timeout = numberAt(raw, 'timeout_ms', 'timeoutMs', wrong);
	const hosts = raw[network.list] ?? raw['allowedHosts'] ?? [];
	if (!Array.isArray(hosts) || !hosts.every((host) => typeof host === 'string')) {
		throw wrong(network.list, 'is no list of hosts');
	}
	const paths = pathsOf(raw, wrong);
	const config = objectAt(raw, 'config', 'config', wrong);
	const entries = paths.map(({ host, readOnly }) => (readOnly ? `${host}:ro` : host));
	const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
	const memoryLimit = pages === null ? null : within(pages * WASM_PAGE_BYTES, MIN_MEMORY_BYTES, MAX_MEMORY_BYTES);
	const used = {
		functions: isObject(ours['functions']) ? ours['functions'] : {},
		...(paths.length === 0 ? {} : { paths: Object.fromEntries(paths.map(({ host, guest }) => [host, guest])) }),
		...optional('max_var_bytes', numberAt(memory, 'max_var_bytes', 'maxVarBytes', wrong)),
		...optional('max_http_response_bytes', numberAt(memory, 'max_http_response_bytes', 'maxHttpResponseBytes', wrong)),
	};
	const name = nameWithin(basename(file, extname(file)));
	const { functions: _, ...said } = ours;
	const parsed = manifestSchema.safeParse({
		type: 'processor',
		encoding: 'bytes',
		...said,
		name,
		abi: 'extism',
		module_path: `./${name}.wasm`,
		config,
		extism: used,
		...optional('memory_limit', memoryLimit),
		...optional('timeout_ms', timeout === null ? null : within(timeout, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS)),
		security_policy: {
			...optional('max_memory', memoryLimit),
			// Extism's hosts are asked with and without encryption.
			...(hosts.length === 0
				? {}
				: { [network.gate]: true, [network.list]: hosts.flatMap((host: string) => [host, `http://${host}`]) }),
			...(entries.length === 0 ? {} : { [files.gate]: true, [files.list]: entries }),
		},
	});
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw wrong(issue?.path.join('.') ?? '', issue?.message ?? 'is wrong');
	}
	return { manifest: parsed.data, module: bundleModules(main, linked) };
}

interface AskedPath {
	readonly host: string;
	readonly guest: string;
	readonly readOnly: boolean;
}

/**
 * Extism's description of manifests has paths of the computer lead to the guest's; its JavaScript SDK, whose spelling
 * the other one is, has them the other way round. `ro:` stands before the computer's.
 */
function pathsOf(raw: Raw, wrong: Wrong): readonly AskedPath[] {
	const { list } = powers.files;
	const hostFirst = raw[list] !== undefined && raw[list] !== null;
	return Object.entries(objectAt(raw, list, 'allowedPaths', wrong)).map(([key, value]) => {
		if (typeof value !== 'string' || value === '') throw wrong(`${list}.${key}`, 'leads to no path');
		const [host, guest] = hostFirst ? [key, value] : [value, key];
		const readOnly = host.startsWith('ro:');
		return { host: readOnly ? host.slice(3) : host, guest, readOnly };
	});
}

type Wrong = (path: string, why: string, hint?: string) => DataFlareError;

/** By name; the last one is `main` where it has none. */
async function modulesOf(
	list: readonly unknown[],
	read: (path: string) => Promise<Uint8Array>,
	wrong: Wrong,
): Promise<ReadonlyMap<string, Uint8Array>> {
	if (list.length === 0) throw wrong('wasm', 'names no module');
	if (list.length > MAX_LINKED_MODULES + 1) throw wrong('wasm', `names more than ${MAX_LINKED_MODULES + 1} modules`);
	const modules = new Map<string, Uint8Array>();
	for (const [index, entry] of list.entries()) {
		const place = `wasm.${index}`;
		const {
			path,
			data,
			url,
			hash,
			name = index === list.length - 1 ? 'main' : null,
		} = isObject(entry) ? entry : { path: entry };
		if (typeof name !== 'string' || name === '')
			throw wrong(`${place}.name`, 'only the last module may be without a name');
		if (modules.has(name)) throw wrong(`${place}.name`, `two modules are named ${JSON.stringify(name)}`);
		if (url !== undefined) {
			throw wrong(`${place}.url`, 'nothing is fetched at installation', 'Fetch the module, and name its path instead.');
		}
		const bytes =
			typeof path === 'string' ? await read(path) : typeof data === 'string' ? Buffer.from(data, 'base64') : null;
		if (bytes === null) throw wrong(place, 'has neither a path nor data');
		if (hash !== undefined && hash !== null && String(hash).toLowerCase() !== (await sha256Of(bytes))) {
			throw new DataFlareError(
				'plugin_load',
				`${place}: the module is not the one that is named: its SHA-256 differs.`,
				{
					hint: 'Fetch the plugin again; do not run it if it should not have changed.',
					details: { ...because('hash_differs') },
				},
			);
		}
		modules.set(name, bytes);
	}
	return modules;
}

function isObject(value: unknown): value is Raw {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(raw: Raw, snake: string, camel: string, wrong: Wrong): Raw {
	const value = raw[snake] ?? raw[camel] ?? {};
	if (!isObject(value)) throw wrong(snake, 'is no JSON object');
	return value;
}

function numberAt(raw: Raw, snake: string, camel: string, wrong: Wrong): number | null {
	const value = raw[snake] ?? raw[camel] ?? null;
	if (value === null) return null;
	if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw wrong(snake, 'is no whole number');
	return value;
}

function optional<Key extends string, Value>(key: Key, value: Value | null): { readonly [K in Key]?: Value } {
	return (value === null ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}
