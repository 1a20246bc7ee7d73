import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { exitOf } from './exit-of.ts';

describe('the end of a utility process', () => {
	it.each([
		[0, { code: 0, signal: null }],
		[1, { code: 1, signal: null }],
		[3, { code: 3, signal: null }],
		[constants.signals.SIGKILL, { code: null, signal: 'SIGKILL' }],
		[constants.signals.SIGSEGV, { code: null, signal: 'SIGSEGV' }],
		[constants.signals.SIGSEGV + 128, { code: null, signal: 'SIGSEGV' }],
		[constants.signals.SIGABRT, { code: null, signal: 'SIGABRT' }],
		[constants.signals.SIGABRT + 128, { code: null, signal: 'SIGABRT' }],
		[constants.signals.SIGTRAP, { code: null, signal: 'SIGTRAP' }],
		[constants.signals.SIGILL, { code: null, signal: 'SIGILL' }],
		[3 << 8, { code: 3, signal: null }],
		[255, { code: 255, signal: null }],
	])('of status %i is %o on POSIX', (status, exit) => {
		expect(exitOf(status, 'linux')).toEqual(exit);
	});

	it.each([
		[0, { code: 0, signal: null }],
		[9, { code: 9, signal: null }],
		[0xc0000005, { code: null, signal: 'access violation' }],
		[0xc0000005 - 2 ** 32, { code: null, signal: 'access violation' }],
		[0xe0000008, { code: null, signal: 'out of memory' }],
		[0xc00000fd, { code: null, signal: 'stack overflow' }],
		[0xc000ffff, { code: 0xc000ffff, signal: null }],
	])('of status %i is %o on Windows', (status, exit) => {
		expect(exitOf(status, 'win32')).toEqual(exit);
	});
});
