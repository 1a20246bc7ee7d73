import { expect, it } from 'vitest';
import { counting, edge, passing, run, working } from '../../../../test/support/flows/scripted-flow.ts';

it.each([true, false])(
	'a record that is too large is told of by its size, and by its beginning unless that is hidden: %s',
	async (hidesRecords) => {
		const picky = working('picky', passing, { maxRecordBytes: 1, hidesRecords });
		const { failure } = await run([counting('in', 20, 4), picky], [edge(0, 1)]);
		expect(failure?.error).toMatchObject({
			message: `Record 11 of "picky" is larger than a plugin is given: 2 bytes${hidesRecords ? '' : ', beginning with "10"'}.`,
			details: { reason: 'flow_record_too_large', sizeBytes: 2, maxBytes: 1 },
		});
	},
);
