import { expect, it } from 'vitest';
import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import { flowDifference } from './flow-difference.ts';
import { wordsOfFlow } from './flow-files.ts';

const flow = (...components: readonly object[]) => flowSchema.parse({ name: 'f', components });

it('tells of each component what differs, wherever it stands', () => {
	const here = flow({ name: 'a', config: { rows: 1 } }, { name: 'b', inputs: ['a'] });
	const there = flow({ name: 'b', inputs: ['a'], workers: 2 }, { name: 'a', config: { rows: 2 } }, { name: 'c' });
	expect(flowDifference(here, there)).toMatchObject([
		{ path: 'components.a.config.rows', before: 1, after: 2 },
		{ path: 'components.b.workers', after: 2 },
		{ path: 'components.c', after: {} },
	]);
	expect(flowDifference(here, flow({ name: 'b', inputs: ['a'] }, { name: 'a', config: { rows: 1 } }))).toEqual([]);
});

it('loses neither of two components with one name', () => {
	const twice = flow({ name: 'a', workers: 1 }, { name: 'a', workers: 2 });
	expect(flowDifference(twice, flow({ name: 'a', workers: 1 }))).toMatchObject([{ path: 'components["a (2)"]' }]);
});

it('has the same words for the same flow, however its file is laid out', () => {
	const words = wordsOfFlow(flow({ name: 'a', config: { rows: 1 }, workers: 2 }));
	expect(wordsOfFlow(flow({ workers: 2, config: { rows: 1 }, name: 'a' }))).toBe(words);
	expect(wordsOfFlow(flow({ workers: 3, config: { rows: 1 }, name: 'a' }))).not.toBe(words);
});
