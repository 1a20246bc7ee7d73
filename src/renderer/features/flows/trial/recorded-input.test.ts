import { expect, it } from 'vitest';
import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import { linkId, linksOf } from '../model/document.ts';
import { documentOf } from '../model/read-flow.ts';
import type { LinkRun } from '../run/run-view.ts';
import { recordedInput, typedInput } from './recorded-input.ts';

const flow = flowSchema.parse({
	name: 'f',
	components: [
		{ name: 'a', use: 'read-file' },
		{ name: 'b', use: 'read-file' },
		{ name: 'both', plugin: 'p', inputs: ['b', 'a'] },
	],
});
const went = (text: string, truncated = false, form: 'text' | 'base64' = 'text'): LinkRun => ({
	records: 9,
	bytes: 90,
	perSecond: null,
	waiting: 0,
	sample: { text, bytes: 90, truncated, form },
});

it('the records of each input are taken in the order of the inputs, each as it is, without what was cut off', () => {
	const document = documentOf(flow);
	const both = document.components[2]?.id ?? '';
	const [first, second] = linksOf(document).filter(({ to }) => to === both);
	if (first === undefined || second === undefined) throw new Error('two inputs');
	const of = (one: LinkRun, other: LinkRun) =>
		recordedInput(
			document,
			both,
			new Map([
				[linkId(first), one],
				[linkId(second), other],
			]),
		);
	expect(of(went('{"n":1}\n{"n":2}\n'), went('"x"\n{"n":3', true))).toEqual(['{"n":1}', '{"n":2}', '"x"']);
	expect(of(went('12345678901234567890\n1\n'), went('AAEC', false, 'base64'))).toEqual(['12345678901234567890', '1']);
	expect(of(went('1\n'.repeat(1200)), went('2\n'))).toHaveLength(1000);
	expect(recordedInput(document, both, new Map())).toEqual([]);
});

it('what a person writes is a record a line, and the first line that is none is named', () => {
	expect(typedInput('{"n":1}\n\n  2 \n')).toEqual({ records: ['{"n":1}', '2'], wrong: null });
	expect(typedInput('1\n\n{"n":')).toEqual({ records: ['1', '{"n":'], wrong: 3 });
	expect(typedInput('')).toEqual({ records: [], wrong: null });
	expect(typedInput('1\n'.repeat(1200)).records).toHaveLength(1000);
});
