import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostCallRecord, HostReply } from '../../../src/core/broker/broker.ts';
import { type BrokerDeps, createBroker } from '../../../src/core/broker/create-broker.ts';
import { type SecurityPolicyInput, securityPolicySchema } from '../../../src/shared/policy/security-policy.ts';
import type { HostRequest } from '../../../src/shared/sandbox/frames.ts';

export interface TestGuest {
	/** Absolute, without links. Holds `home`, the data folder, and whatever else a test puts beside it. */
	readonly root: string;
	readonly home: string;
	readonly calls: HostCallRecord[];
	readonly abort: AbortController;
	grant: SecurityPolicyInput;
	/** Whose writes are summed: another object is another run. */
	account: object;
	ask(request: HostRequest): Promise<HostReply>;
	read(path: string, offset?: number, max?: number): Promise<string | number>;
	write(path: string, text: string, mode?: 'replace' | 'append'): Promise<number>;
	list(path: string): Promise<unknown>;
	http(request: unknown): Promise<{ readonly status: number; readonly response: HttpAnswer | null }>;
	remove(): void;
}

interface HttpAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly body_base64?: string;
}

/** May read and write `data`, and read `in`. */
export const twoFolders = { allow_file_system: true, allowed_paths: ['./data/', './in/:ro'] };

/** A guest that may read and write its folder `data`, and read `in`, which holds `x.csv` with ten digits. */
export function guestOfTwoFolders(deps: Partial<BrokerDeps> = {}): TestGuest {
	const guest = testGuest(twoFolders, deps);
	mkdirSync(join(guest.home, 'data'));
	mkdirSync(join(guest.home, 'in'));
	writeFileSync(join(guest.home, 'in/x.csv'), '0123456789');
	return guest;
}

/** A guest before a real broker with a folder of its own on the real file system. */
export function testGuest(
	grant: SecurityPolicyInput,
	deps: Partial<BrokerDeps> = {},
	extraPaths?: string[],
): TestGuest {
	const root = realpathSync(mkdtempSync(join(tmpdir(), 'dataflare-broker-')));
	const home = join(root, 'home');
	mkdirSync(home);
	const broker = createBroker({ state: mapState(), env: {}, ...deps });
	const calls: HostCallRecord[] = [];
	const abort = new AbortController();
	const guest: TestGuest = {
		root,
		home,
		calls,
		abort,
		grant,
		account: {},
		ask: (request) =>
			broker.answer(request, {
				plugin: 'test',
				policy: () => securityPolicySchema.parse(guest.grant),
				dataFolder: home,
				extraPaths,
				account: guest.account,
				signal: abort.signal,
				onHostCall: (call) => calls.push(call),
			}),
		async read(path, offset = 0, max = 1 << 20) {
			const { status, data } = await guest.ask({ op: 'read_file', path, offset, max });
			return data === null ? status : Buffer.from(data).toString();
		},
		write: async (path, text, mode = 'replace') =>
			(await guest.ask({ op: 'write_file', path, data: Buffer.from(text), mode })).status,
		async list(path) {
			const { status, data } = await guest.ask({ op: 'list_dir', path });
			return data === null ? status : JSON.parse(Buffer.from(data).toString());
		},
		async http(request) {
			const text = typeof request === 'string' ? request : JSON.stringify(request);
			const { status, data } = await guest.ask({ op: 'http', request: Buffer.from(text) });
			return { status, response: data === null ? null : (JSON.parse(Buffer.from(data).toString()) as HttpAnswer) };
		},
		remove() {
			abort.abort();
			rmSync(root, { recursive: true, force: true });
		},
	};
	return guest;
}

function mapState(): BrokerDeps['state'] {
	const kept = new Map<string, Uint8Array>();
	return {
		get: (plugin, key) => kept.get(`${plugin}/${key}`) ?? null,
		set(plugin, key, value, quota) {
			const others = [...kept].filter(([name]) => name !== `${plugin}/${key}`);
			const size = others.reduce((sum, [name, bytes]) => sum + name.length + bytes.byteLength, value.byteLength);
			if (size > quota) return false;
			kept.set(`${plugin}/${key}`, value);
			return true;
		},
		clear: () => kept.clear(),
	};
}
