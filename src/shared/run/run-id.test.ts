import { expect, it } from 'vitest';
import { newRunId } from './run-id.ts';

it('the ids of runs are twelve hexadecimal digits, and each is another', () => {
	const ids = Array.from({ length: 1000 }, newRunId);
	for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
	expect(new Set(ids).size).toBe(ids.length);
});
