import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseReplacing } from './replaced-output.ts';

describe('what an output may replace', () => {
	let folder = '';
	const at = (name: string): string => join(folder, name);
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'dataflare-replace-'));
		writeFileSync(at('input'), 'in');
		writeFileSync(at('other'), 'other');
		symlinkSync(at('input'), at('link'));
		linkSync(at('input'), at('hard'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(['none', 'others', 'input'] as const)(
		'a file that is not there is always written (%s)',
		async (replacing) => {
			await refuseReplacing(at('new'), at('input'), replacing);
		},
	);

	it('another file is replaced unless nothing may be', async () => {
		await refuseReplacing(at('other'), at('input'), 'others');
		await expect(refuseReplacing(at('other'), at('input'), 'none')).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'output_exists', path: at('other'), bytes: 5 },
		});
	});

	it.each(['input', 'link', 'hard'])(
		'the input is replaced on an explicit word alone, under the name %s',
		async (name) => {
			for (const replacing of ['none', 'others'] as const)
				await expect(refuseReplacing(at(name), at('input'), replacing)).rejects.toMatchObject({
					code: 'conflict',
					details: { reason: 'output_is_input' },
				});
			await refuseReplacing(at(name), at('input'), 'input');
		},
	);

	it('a device is no file that could be lost', async () => {
		if (process.platform !== 'win32') await refuseReplacing('/dev/null', null, 'none');
	});
});
