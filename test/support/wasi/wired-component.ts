import { afterEach } from 'vitest';
import { type ComponentImports, componentImports } from '../../../src/sandbox/component/component-imports.ts';
import type { Outcome } from '../../../src/sandbox/component/outcome.ts';
import type { Descriptor } from '../../../src/sandbox/component/wasi/descriptor.ts';
import type { HostSide } from '../../../src/sandbox/imports/host-side.ts';
import { wasiSide } from '../../../src/sandbox/module/start-instance.ts';
import { providedInterfaces } from '../../../src/shared/wasm/component/provided.ts';
import { type TestGuest, testGuest } from '../guests/broker-guest.ts';

const guests: TestGuest[] = [];
afterEach(() => {
	for (const guest of guests.splice(0)) guest.remove();
});

/** Grants its own data folder. */
export const open = { allow_file_system: true, allowed_paths: ['.'] };
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (from: Uint8Array): string => new TextDecoder().decode(from);

/** The value of a result that must be one. */
export async function good<Value>(outcome: Outcome<Value, unknown> | Promise<Outcome<Value, unknown>>): Promise<Value> {
	const answered = await outcome;
	if (answered.tag === 'err') throw new Error(`failed: ${JSON.stringify(answered.val)}`);
	return answered.val;
}

export interface Wired {
	readonly at: TestGuest;
	readonly imports: ComponentImports;
	readonly logs: string[];
	fn<Result>(name: string, ...args: readonly unknown[]): Result;
	/** The folder that is granted first. */
	readonly root: Descriptor;
}

/** The imports of an instance before a real broker on the real file system. */
export async function wired(
	grant: Parameters<typeof testGuest>[0] = open,
	config: Record<string, unknown> = {},
): Promise<Wired> {
	const at = testGuest(grant);
	guests.push(at);
	const logs: string[] = [];
	const host: HostSide = {
		ask: (request) => at.ask(request),
		log: (level, message) => logs.push(`${level}: ${message}`),
		progress: (done, total) => logs.push(`progress: ${done}/${total}`),
	};
	const side = await wasiSide(true, host);
	const keys = Object.entries(config).map(([key, value]) => [key, bytes(JSON.stringify(value))] as const);
	const imports = componentImports(Object.keys(providedInterfaces), {
		host,
		config: new Map(keys),
		args: ['plugin'],
		env: [['HOME', '/']],
		...side,
	});
	const fn = <Result>(name: string, ...args: readonly unknown[]): Result => {
		const [face = '', member = ''] = name.split('#');
		const called = imports.object[face]?.[member] as ((...given: readonly unknown[]) => Result) | undefined;
		if (called === undefined) throw new Error(`there is no ${name}`);
		return called(...args);
	};
	const directories = () => fn<[Descriptor, string][]>('wasi:filesystem/preopens#getDirectories');
	return {
		at,
		imports,
		logs,
		fn,
		get root() {
			return (directories()[0] as [Descriptor, string])[0];
		},
	};
}
