import { describe, expect, it } from 'vitest';
import { asyncImports, hasMember, isProvidedImport, providedImport, providedInterfaces } from './provided.ts';
import { asyncExports, componentRoles } from './worlds.ts';

describe('what components may import', () => {
	it('is known by interface and version', () => {
		for (const version of ['0.2.0', '0.2.3', '0.2.12'])
			expect(isProvidedImport(`wasi:io/streams@${version}`)).toBe(true);
		expect(isProvidedImport('dataflare:plugin/files@1.0.0')).toBe(true);
		for (const name of [
			'wasi:io/streams',
			'wasi:io/streams@0.3.0',
			'wasi:io/streams@0.2.0-rc-2023-11-10',
			'wasi:io/streams@0.2',
			'wasi:io/streams@0.2.1@0.2.1',
			'wasi:io/tunnels@0.2.0',
			'dataflare:plugin/files@2.0.0',
			'__proto__@0.2.0',
			'constructor@1.0.0',
			'',
		]) {
			expect([name, isProvidedImport(name)]).toEqual([name, false]);
		}
	});

	it('is known function by function; of what nothing makes, every method', () => {
		const has = (name: string, member: string) => {
			const provided = providedImport(name);
			return provided !== null && hasMember(provided, member);
		};
		expect(has('wasi:io/streams@0.2.0', '[method]input-stream.read')).toBe(true);
		expect(has('wasi:io/streams@0.2.0', 'output-stream')).toBe(true);
		expect(has('wasi:io/streams@0.2.0', '[method]input-stream.fly')).toBe(false);
		expect(has('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-bind')).toBe(true);
		expect(has('wasi:http/types@0.2.0', '[static]response-outparam.set')).toBe(true);
		expect(has('wasi:http/types@0.2.0', '[constructor]outgoing-response')).toBe(true);
		expect(has('wasi:http/types@0.2.0', '[static]fields.make')).toBe(false);
	});

	it('says of every function once whether it waits', () => {
		for (const [name, { atOnce, waits }] of Object.entries(providedInterfaces)) {
			const all = [...atOnce, ...waits];
			expect([name, new Set(all).size]).toEqual([name, all.length]);
			for (const fn of waits) expect(asyncImports).toContain(`${name}#${fn}`);
		}
	});

	it('is called by the exports of each role, of its life and of a program', () => {
		const roles = Object.values(componentRoles).flatMap(({ functions }) => Object.values(functions));
		expect(asyncExports).toHaveLength(roles.length + 3);
		expect(asyncExports).toContain('dataflare:plugin/aggregator@1.0.0#finish');
		expect(asyncExports).toContain('dataflare:plugin/lifecycle@1.0.0#cleanup');
	});
});
