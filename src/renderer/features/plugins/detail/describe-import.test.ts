import { expect, it } from 'vitest';
import { providedInterfaces } from '../../../../shared/wasm/component/provided.ts';
import { describeImport } from './describe-import.ts';

it('knows every function that a component may import, and what it needs', () => {
	for (const [name, { atOnce, waits, version, power }] of Object.entries(providedInterfaces)) {
		for (const fn of [...atOnce, ...waits]) {
			const described = describeImport(`${name}@${version}${name.startsWith('wasi:') ? '3' : '0.0'}`, fn);
			expect(described.meaning, `${name}#${fn}`).not.toBe('unknown');
			if (name.startsWith('dataflare:')) expect(described.power, `${name}#${fn}`).toBe(power ?? 'none');
		}
	}
});

it('says of each as much as of the host function or WASI call that does the same', () => {
	expect(describeImport('dataflare:plugin/files@1.0.0', 'write')).toEqual({
		meaning: 'host_write_file',
		power: 'files',
	});
	expect(describeImport('dataflare:plugin/http@1.0.0', 'send')).toEqual({ meaning: 'host_http', power: 'network' });
	expect(describeImport('wasi:filesystem/types@0.2.3', '[method]descriptor.open-at')).toEqual({
		meaning: 'wasiFiles',
		power: 'files',
	});
	expect(describeImport('wasi:cli/environment@0.2.3', 'get-environment').power).toBe('environment');
	expect(describeImport('wasi:sockets/tcp-create-socket@0.2.3', 'create-tcp-socket').power).toBe('unknown');
	expect(describeImport('acme:tools/magic@1.0.0', 'wand')).toEqual({ meaning: 'unknown', power: 'unknown' });
	expect(describeImport('wasi:io/streams@0.3.0', 'read').power).toBe('unknown');
});
