import { expect, it } from 'vitest';
import { batchOf, joinBatches, recordAt } from './batch.ts';

const of = (...records: readonly string[]) => batchOf(records.map((record) => Buffer.from(record)));

it('batches are joined as they were, with or without a last separator', () => {
	const bare = { ...of('1', '2'), data: new TextEncoder().encode('1\n2') };
	const joined = joinBatches([bare, of(), of('3')], 1);
	expect(Array.from(joined.ends, (_, at) => Buffer.from(recordAt(joined, at)).toString())).toEqual(['1', '2', '3']);
	expect(Buffer.from(joined.data).toString()).toBe('1\n2\n3\n');
});
