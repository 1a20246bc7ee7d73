import type { HostCallRecord } from '../../../src/core/broker/broker.ts';
import { checkRequest } from '../../../src/core/broker/check.ts';
import { createBroker } from '../../../src/core/broker/create-broker.ts';
import { securityPolicySchema } from '../../../src/shared/policy/security-policy.ts';
import type { HostRequest } from '../../../src/shared/sandbox/frames.ts';
import { asked } from '../scratch/recording-files.ts';

export interface Told {
	readonly denied: HostCallRecord['denied'];
	readonly status: number;
	/** What the file system was asked meanwhile, by the broker and then by the tester. */
	readonly asked: readonly string[];
}

export interface Whose {
	/** Null: files are switched off. */
	readonly entries: readonly string[] | null;
	readonly extraPaths?: readonly string[];
	readonly dataFolder: string;
}

const ops = { read: 'read_file', write: 'write_file', list: 'list_dir' } as const;
const state = { get: () => null, set: () => false, clear: () => undefined };

/** Asks the broker, and the tester the same, on the file system that only writes down. */
export async function ask(kind: 'read' | 'write' | 'list', path: string, whose: Whose): Promise<Told> {
	asked.length = 0;
	const policy = securityPolicySchema.parse({
		allow_file_system: whose.entries !== null,
		allowed_paths: whose.entries ?? [],
	});
	const records: HostCallRecord[] = [];
	const whole = { op: ops[kind], path, offset: 0, max: 1, data: new Uint8Array(1), mode: 'replace' };
	await createBroker({ state, env: {} }).answer(whole as HostRequest, {
		plugin: 'test',
		policy: () => policy,
		dataFolder: whose.dataFolder,
		extraPaths: whose.extraPaths,
		signal: new AbortController().signal,
		onHostCall: (call) => records.push(call),
	});
	await checkRequest(policy, { kind, path }, { dataFolder: whose.dataFolder, extraPaths: whose.extraPaths });
	return { denied: records[0]?.denied ?? null, status: records[0]?.status ?? 0, asked: [...asked] };
}

/** Acts as on another platform until it is disposed of. */
export function onPlatform(platform: NodeJS.Platform): Disposable {
	const own = Object.getOwnPropertyDescriptor(process, 'platform');
	Object.defineProperty(process, 'platform', { ...own, value: platform });
	return { [Symbol.dispose]: () => void (own && Object.defineProperty(process, 'platform', own)) };
}
