import type { PowerName } from '../../policy/powers.ts';

/** An interface that components may import, function by function, as WIT names them. */
export interface ProvidedInterface {
	/** Which versions there are of it: an import's version begins with this. */
	readonly version: string;
	/** The power of the policy that decides on what it asks; null: every plugin may, within limits, or nothing can be done with it. */
	readonly power: PowerName | null;
	/** Answered inside the sandbox, and so at any time, also while a component starts. */
	readonly atOnce: readonly string[];
	/** The component is suspended meanwhile. */
	readonly waits: readonly string[];
	/** Kinds of handles that it declares. */
	readonly resources: readonly string[];
	/** Of those, the ones that nothing ever makes: whatever is done with them may be imported, and is never called. */
	readonly unmade: readonly string[];
}

type Row = Partial<ProvidedInterface>;

const own = (row: Row): ProvidedInterface => ({ ...nothing, version: '1.', ...row });
const wasi = (row: Row): ProvidedInterface => ({ ...nothing, version: '0.2.', ...row });
const nothing = { power: null, atOnce: [], waits: [], resources: [], unmade: [] } as const;
const methods = (resource: string, ...names: readonly string[]): readonly string[] =>
	names.map((name) => `[method]${resource}.${name}`);

/** There is no network for sockets: what makes one answers `access-denied`, so that there never is one. */
const sockets = {
	'wasi:sockets/network': wasi({ power: 'network', resources: ['network'], atOnce: ['network-error-code'] }),
	'wasi:sockets/instance-network': wasi({ power: 'network', atOnce: ['instance-network'] }),
	'wasi:sockets/tcp': wasi({ power: 'network', resources: ['tcp-socket'], unmade: ['tcp-socket'] }),
	'wasi:sockets/tcp-create-socket': wasi({ power: 'network', atOnce: ['create-tcp-socket'] }),
	'wasi:sockets/udp': wasi({
		power: 'network',
		resources: ['udp-socket', 'incoming-datagram-stream', 'outgoing-datagram-stream'],
		unmade: ['udp-socket', 'incoming-datagram-stream', 'outgoing-datagram-stream'],
	}),
	'wasi:sockets/udp-create-socket': wasi({ power: 'network', atOnce: ['create-udp-socket'] }),
	'wasi:sockets/ip-name-lookup': wasi({
		power: 'network',
		resources: ['resolve-address-stream'],
		atOnce: ['resolve-addresses'],
		unmade: ['resolve-address-stream'],
	}),
} as const;

/** Requests that a component makes; it is asked by nobody. Nothing waits but what `wasi:io/poll` waits for. */
const http = {
	'wasi:http/outgoing-handler': wasi({ power: 'network', atOnce: ['handle'] }),
	'wasi:http/types': wasi({
		power: 'network',
		resources: [
			'fields',
			'outgoing-request',
			'request-options',
			'outgoing-body',
			'future-incoming-response',
			'incoming-response',
			'incoming-body',
			'future-trailers',
			'incoming-request',
			'outgoing-response',
			'response-outparam',
		],
		unmade: ['incoming-request', 'outgoing-response', 'response-outparam'],
		atOnce: [
			'http-error-code',
			...['[constructor]fields', '[constructor]outgoing-request', '[constructor]request-options'],
			...['[static]fields.from-list', '[static]outgoing-body.finish', '[static]incoming-body.finish'],
			...methods('fields', 'get', 'has', 'set', 'delete', 'append', 'entries', 'clone'),
			...methods('outgoing-request', 'body', 'method', 'set-method', 'path-with-query', 'set-path-with-query'),
			...methods('outgoing-request', 'scheme', 'set-scheme', 'authority', 'set-authority', 'headers'),
			...methods('request-options', 'connect-timeout', 'first-byte-timeout', 'between-bytes-timeout'),
			...methods('request-options', 'set-connect-timeout', 'set-first-byte-timeout', 'set-between-bytes-timeout'),
			...methods('outgoing-body', 'write'),
			...methods('future-incoming-response', 'subscribe', 'get'),
			...methods('incoming-response', 'status', 'headers', 'consume'),
			...methods('incoming-body', 'stream'),
			...methods('future-trailers', 'subscribe', 'get'),
		],
	}),
} as const;

/**
 * All that a component may import: the host's own interfaces (sdk/wit) and those of WASI 0.2 that there are here. A
 * function that is not in this table is not imported by any component that runs; what the sandbox hands over is held to
 * it by a test (sandbox/component/component-imports.test.ts).
 */
export const providedInterfaces: Readonly<Record<string, ProvidedInterface>> = {
	'dataflare:plugin/types': own({}),
	'dataflare:plugin/failures': own({}),
	'dataflare:plugin/log': own({ atOnce: ['log', 'progress'] }),
	'dataflare:plugin/chance': own({ atOnce: ['now', 'random', 'random-bytes'] }),
	'dataflare:plugin/configuration': own({ atOnce: ['get'] }),
	'dataflare:plugin/environment': own({ power: 'environment', waits: ['get'] }),
	'dataflare:plugin/state': own({ waits: ['get', 'set'] }),
	'dataflare:plugin/files': own({ power: 'files', waits: ['read', 'write', 'list'] }),
	'dataflare:plugin/http': own({ power: 'network', waits: ['send'] }),

	'wasi:cli/environment': wasi({ power: 'environment', atOnce: ['get-environment', 'get-arguments', 'initial-cwd'] }),
	'wasi:cli/exit': wasi({ atOnce: ['exit', 'exit-with-code'] }),
	'wasi:cli/stdin': wasi({ atOnce: ['get-stdin'] }),
	'wasi:cli/stdout': wasi({ atOnce: ['get-stdout'] }),
	'wasi:cli/stderr': wasi({ atOnce: ['get-stderr'] }),
	'wasi:cli/terminal-input': wasi({ resources: ['terminal-input'] }),
	'wasi:cli/terminal-output': wasi({ resources: ['terminal-output'] }),
	'wasi:cli/terminal-stdin': wasi({ atOnce: ['get-terminal-stdin'] }),
	'wasi:cli/terminal-stdout': wasi({ atOnce: ['get-terminal-stdout'] }),
	'wasi:cli/terminal-stderr': wasi({ atOnce: ['get-terminal-stderr'] }),
	'wasi:clocks/wall-clock': wasi({ atOnce: ['now', 'resolution'] }),
	'wasi:clocks/monotonic-clock': wasi({ atOnce: ['now', 'resolution', 'subscribe-instant', 'subscribe-duration'] }),
	'wasi:random/random': wasi({ atOnce: ['get-random-bytes', 'get-random-u64'] }),
	'wasi:random/insecure': wasi({ atOnce: ['get-insecure-random-bytes', 'get-insecure-random-u64'] }),
	'wasi:random/insecure-seed': wasi({ atOnce: ['insecure-seed'] }),
	'wasi:io/error': wasi({ resources: ['error'], atOnce: methods('error', 'to-debug-string') }),
	'wasi:io/poll': wasi({
		resources: ['pollable'],
		atOnce: methods('pollable', 'ready'),
		waits: [...methods('pollable', 'block'), 'poll'],
	}),
	'wasi:io/streams': wasi({
		resources: ['input-stream', 'output-stream'],
		atOnce: [...methods('input-stream', 'subscribe'), ...methods('output-stream', 'check-write', 'subscribe')],
		waits: [
			...methods('input-stream', 'read', 'blocking-read', 'skip', 'blocking-skip'),
			...methods('output-stream', 'write', 'blocking-write-and-flush', 'flush', 'blocking-flush'),
			...methods('output-stream', 'write-zeroes', 'blocking-write-zeroes-and-flush', 'splice', 'blocking-splice'),
		],
	}),
	'wasi:filesystem/preopens': wasi({ power: 'files', atOnce: ['get-directories'] }),
	'wasi:filesystem/types': wasi({
		power: 'files',
		resources: ['descriptor', 'directory-entry-stream'],
		atOnce: [
			'filesystem-error-code',
			...methods('descriptor', 'read-via-stream', 'write-via-stream', 'append-via-stream', 'advise'),
			...methods('descriptor', 'get-flags', 'get-type', 'is-same-object', 'read-directory'),
		],
		waits: [
			...methods('descriptor', 'read', 'write', 'sync', 'sync-data', 'set-size', 'set-times', 'stat', 'stat-at'),
			...methods('descriptor', 'set-times-at', 'create-directory-at', 'remove-directory-at', 'unlink-file-at'),
			...methods('descriptor', 'rename-at', 'link-at', 'symlink-at', 'readlink-at', 'open-at'),
			...methods('descriptor', 'metadata-hash', 'metadata-hash-at'),
			...methods('directory-entry-stream', 'read-directory-entry'),
		],
	}),
	...sockets,
	...http,
};

/** What suspends a component, as the transpiler is told it. */
export const asyncImports: readonly string[] = Object.entries(providedInterfaces).flatMap(([name, { waits }]) =>
	waits.map((fn) => `${name}#${fn}`),
);

/** `wasi:io/streams@0.2.3`; a version in the making (`0.2.0-rc-2023-11-10`) has other functions and is none of these. */
const versioned = /^([^@]+)@(\d+\.\d+\.\d+)$/;

/** An interface that a component names, with its version; null: nobody provides it. */
export function providedImport(name: string): ProvidedInterface | null {
	const [, interfaceName = '', version = ''] = versioned.exec(name) ?? [];
	const found = Object.hasOwn(providedInterfaces, interfaceName) ? providedInterfaces[interfaceName] : undefined;
	return found !== undefined && version.startsWith(found.version) ? found : null;
}

/** Whether a component's import, with its version, is provided here. */
export function isProvidedImport(name: string): boolean {
	return providedImport(name) !== null;
}

/** Whether an interface that is provided has a function, or a kind of handle, of that name. */
export function hasMember({ atOnce, waits, resources, unmade }: ProvidedInterface, name: string): boolean {
	if (atOnce.includes(name) || waits.includes(name) || resources.includes(name)) return true;
	return unmade.some(
		(resource) =>
			name === `[constructor]${resource}` ||
			name.startsWith(`[method]${resource}.`) ||
			name.startsWith(`[static]${resource}.`),
	);
}
