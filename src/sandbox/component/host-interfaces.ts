import { isUtf8 } from 'node:buffer';
import { type HostStatus, hostStatus, type LogLevel } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import { MAX_NAME_BYTES } from '../imports/guest-values.ts';
import { brokerRequests, MAX_WRITE_BYTES } from '../imports/host-calls.ts';
import type { HostSide } from '../imports/host-side.ts';
import { randomness } from '../imports/randomness.ts';
import { decodeLenient } from '../memory/utf8.ts';
import { type HttpRequest, requestDocument, responseIn } from './http.ts';
import type { Interfaces } from './interfaces.ts';
import { done, err, type Outcome, ok, whole } from './outcome.ts';

const RANDOM_BYTES = 64 * 1024;

/** `dataflare:plugin/failures.failure` by the status that the broker answers with. */
const failures: Readonly<Record<Exclude<HostStatus, 0>, string>> = {
	[hostStatus.notFound]: 'not-found',
	[hostStatus.io]: 'io',
	[hostStatus.permissionDenied]: 'permission-denied',
	[hostStatus.invalid]: 'invalid',
	[hostStatus.tooLarge]: 'too-large',
	[hostStatus.noSpace]: 'no-space',
	[hostStatus.timedOut]: 'timed-out',
	[hostStatus.cancelled]: 'cancelled',
};

type Answer<Value> = Outcome<Value, string>;

export interface HostInterfacesSide {
	readonly host: HostSide;
	/** Configuration by key, as JSON bytes. */
	readonly config: ReadonlyMap<string, Uint8Array>;
}

/** The interfaces of sdk/wit: the host functions of the plugin ABI, with types. Each effect is the broker's to decide. */
export function hostInterfaces({ host, config }: HostInterfacesSide): Interfaces {
	const ask = async <Value>(
		request: HostRequest,
		map: (data: Uint8Array | null) => Answer<Value>,
	): Promise<Answer<Value>> => {
		const { status, data } = await host.ask(request);
		return status < 0 ? err(failures[status as Exclude<HostStatus, 0>] ?? 'io') : map(data);
	};
	/** Of a name, path or key. */
	const named = async <Value>(
		name: string,
		request: HostRequest,
		map: (data: Uint8Array | null) => Answer<Value>,
	): Promise<Answer<Value>> => (Buffer.byteLength(name) > MAX_NAME_BYTES ? err('invalid') : ask(request, map));
	return {
		'dataflare:plugin/log': () => ({
			log: (level: LogLevel, message: string) => host.log(level, message),
			progress: (count: bigint, total: bigint) => host.progress(clamped(count), clamped(total)),
		}),
		'dataflare:plugin/chance': () => {
			const source = randomness();
			return {
				now: () => BigInt(Date.now()),
				random: () => source.draw(),
				randomBytes(count: number) {
					const bytes = new Uint8Array(Math.min(count, RANDOM_BYTES));
					source.fill(bytes);
					return bytes;
				},
			};
		},
		'dataflare:plugin/configuration': () => ({
			get(key: string) {
				const value = config.get(key);
				return value === undefined ? undefined : decodeLenient(value);
			},
		}),
		'dataflare:plugin/environment': () => ({
			get: (name: string) => named(name, brokerRequests.getEnv(name), textIn),
		}),
		'dataflare:plugin/state': () => ({
			get: (key: string) => named(key, brokerRequests.stateGet(key), (data) => ok(data ?? undefined)),
			async set(key: string, value: Uint8Array) {
				if (value.length > MAX_WRITE_BYTES) return err('too-large');
				return named(key, brokerRequests.stateSet(key, value), () => done);
			},
		}),
		'dataflare:plugin/files': () => ({
			async read(path: string, from: bigint, most: number) {
				const offset = whole(from);
				if (offset === null) return err('invalid');
				return named(path, brokerRequests.readFile(path, offset, most), (data) => ok(data ?? new Uint8Array(0)));
			},
			async write(path: string, data: Uint8Array, mode: 'replace' | 'append') {
				if (data.length > MAX_WRITE_BYTES) return err('too-large');
				return named(path, brokerRequests.writeFile(path, data, mode), () => done);
			},
			list: (path: string) => named(path, brokerRequests.listFolder(path), entriesOf),
		}),
		'dataflare:plugin/http': () => ({
			async send(asked: HttpRequest) {
				const request = requestDocument(asked);
				if (request === null) return err('too-large');
				return ask(brokerRequests.http(request), (data) => (data === null ? err('io') : ok(responseIn(data))));
			},
		}),
	};
}

function clamped(value: bigint): number {
	return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}

function textIn(data: Uint8Array | null): Answer<string | undefined> {
	if (data === null) return ok(undefined);
	return isUtf8(data) ? ok(decodeLenient(data)) : err('invalid');
}

/** The broker's list of a folder, as WIT has it. */
function entriesOf(data: Uint8Array | null): Answer<readonly object[]> {
	const listed = JSON.parse(data === null ? '[]' : decodeLenient(data)) as readonly {
		readonly name: string;
		readonly type: string;
		readonly size: number;
	}[];
	return ok(listed.map(({ name, type, size }) => ({ name, kind: type, size: BigInt(size) })));
}
