import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { readChain } from './read-chain.ts';

const scratch = scratchFolder();

const read = (text: string) => readChain(scratch.put('chain.json', text));

describe('reading a chain file', () => {
	it('refuses a key that stands twice, wherever it does, with its line and column', async () => {
		const chain = (config: string) =>
			`{\n\t"name": "c",\n\t"components": [{"plugin": "a",\n\t\t"config": ${config}}]\n}`;
		await expect(read(chain('{"path": "x", "path": "y"}'))).rejects.toMatchObject({
			code: 'configuration',
			message: 'chain.json: components[0].config.path: appears twice in the same object (line 4, column 27).',
			details: { reason: 'chain_invalid', line: 4, column: 27 },
		});
		await expect(read('{"name":"a","name":"b","components":[]}')).rejects.toMatchObject({
			message: 'chain.json: name: appears twice in the same object (line 1, column 13).',
		});
		await expect(read(chain('{"é": 1, "\\u00e9": 2}'))).rejects.toMatchObject({ code: 'configuration' });
	});

	it('refuses a number that would not be read as it is written, and the key __proto__', async () => {
		const chain = (config: string) => `{"name":"c","components":[{"name":"a","config":${config}}]}`;
		for (const number of ['12345678901234567891', '1e400', '9007199254740993']) {
			await expect(read(chain(`{"v":${number}}`))).rejects.toMatchObject({
				code: 'configuration',
				message: expect.stringContaining(`${number} is a number that cannot be stored exactly`),
			});
		}
		await expect(read(chain('{"__proto__":{}}'))).rejects.toMatchObject({ code: 'configuration' });
		expect(await read(chain('{"v":1.5,"w":{"v":2}}'))).toMatchObject({ name: 'c' });
	});
});
