import { describe, expect, it } from 'vitest';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { hintFor, isMomentary, isPassing } from './momentary.ts';

const errno = (code: string): Error => Object.assign(new Error(code), { code });

describe('trouble of the moment', () => {
	it('is told from a plugin’s own, whatever wraps it', () => {
		for (const code of ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'EBUSY']) {
			expect(isMomentary(errno(code)), code).toBe(true);
			const wrapped = new DataFlareError('plugin_load', 'cannot be read', { cause: errno(code) });
			expect(isMomentary(new Error('once more', { cause: wrapped })), code).toBe(true);
		}
		for (const thrown of [
			errno('EACCES'),
			errno('ENOENT'),
			new DataFlareError('plugin_load', 'EMFILE'),
			'EMFILE',
			null,
		]) {
			expect(isMomentary(thrown)).toBe(false);
		}
	});

	it('and of the disk or of permissions may pass; what is wrong with the files does not', () => {
		const told = (code: string): Error => new DataFlareError('plugin_load', 'cannot be read', { cause: errno(code) });
		for (const code of ['EMFILE', 'ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EPERM', 'EROFS']) {
			expect([isPassing(errno(code)), isPassing(told(code))], code).toEqual([true, true]);
		}
		for (const code of ['storage', 'runtime', 'cancelled'] as const) {
			expect(isPassing(new DataFlareError(code, 'x')), code).toBe(true);
		}
		for (const code of ['ENOENT', 'ENOTDIR', 'ELOOP', 'Z_DATA_ERROR', 'ERR_INVALID_ARG_TYPE']) {
			expect([isPassing(errno(code)), isPassing(told(code))], code).toEqual([false, false]);
		}
		expect(isPassing(new DataFlareError('plugin_load', 'damaged'))).toBe(false);
	});

	it('has a hint that fits it', () => {
		expect(hintFor('EMFILE')).toContain('ulimit -n');
		expect(hintFor('EBUSY')).toContain('try again');
		expect(hintFor('EACCES')).toContain('permissions');
	});
});
