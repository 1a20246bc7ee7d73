import { expect, it } from 'vitest';
import { refuseTypesApart } from './record-types.ts';

type Stage = Parameters<typeof refuseTypesApart>[1][number];

const stage = (name: string, input: Stage['input_schema'], output: Stage['output_schema']): Stage => ({
	name,
	type: 'processor',
	encoding: 'json',
	input_schema: input,
	output_schema: output,
});

const columns = (count: number, last: string): NonNullable<Stage['input_schema']> => {
	const names = Array.from({ length: count }, (_, index) => `column_${index}`);
	return {
		type: 'object',
		properties: Object.fromEntries(names.map((name, index) => [name, { type: index === count - 1 ? last : 'string' }])),
		required: names,
	};
};

/** As many required names and as many ways to the same schema as a schema may have. */
const hostile = (): Stage =>
	stage(
		'hostile',
		{
			$defs: { x: { type: 'object', allOf: Array.from({ length: 12 }, () => ({ type: 'object' })) } },
			allOf: Array.from({ length: 400 }, () => ({ $ref: '#/$defs/x' })),
		},
		{
			type: 'object',
			additionalProperties: false,
			properties: { a: {} },
			required: Array.from({ length: 11_000 }, (_, index) => index.toString(36)),
		},
	);

it('of as many plugins as a chain may have, with a hundred columns each, tells of the last that does not fit', async () => {
	const plugins = Array.from({ length: 63 }, (_, index) =>
		stage(`p${index}`, columns(100, 'string'), columns(100, 'string')),
	);
	await expect(refuseTypesApart('c', plugins)).resolves.toBeUndefined();
	await expect(refuseTypesApart('c', [...plugins, stage('last', columns(100, 'null'), {})])).rejects.toMatchObject({
		code: 'configuration',
		details: { reason: 'chain_types', plugin: 'last', before: 'p62', path: 'column_99', component: 63 },
	});
});

it('leaves others their turns while the schemas of a whole chain are looked at', async () => {
	let turns = 0;
	let isDone = false;
	const count = (): void => {
		turns += 1;
		if (!isDone) setImmediate(count);
	};
	setImmediate(count);
	await refuseTypesApart(
		'c',
		Array.from({ length: 64 }, () => hostile()),
	);
	isDone = true;
	// Two schemas of each of the first pairs, at least; the rest is given up with them.
	expect(turns).toBeGreaterThanOrEqual(2);
});
