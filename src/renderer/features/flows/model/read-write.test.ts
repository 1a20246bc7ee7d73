import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../../../test/support/values/tries.ts';
import { type Flow, flowSchema, ports } from '../../../../shared/flow/flow-file.ts';
import { flowGraph, writeInput } from '../../../../shared/flow/flow-graph.ts';
import { linksOf, orderOf } from './document.ts';
import { withRetries } from './on-error.ts';
import { documentLike, documentOf } from './read-flow.ts';
import { draftProblems, flowOf } from './write-flow.ts';

const damage: Flow = flowSchema.parse({
	$schema: 'flow.schema.json',
	name: 'damage-by-state',
	description: 'What birds cost',
	batch_size: 500,
	components: [
		{ name: 'strikes', use: 'read-file', config: { path: '/data/birdstrikes.csv.gz' } },
		{
			name: 'damaged',
			plugin: 'row-filter',
			type: 'filter',
			inputs: ['strikes'],
			config: { where: { field: 'damage', op: 'ne', value: 'None' } },
			runtime_config: { timeout_ms: 500 },
			metadata: { owner: 'Ann', position: { x: 10, y: 20 } },
		},
		{ name: 'by-state', plugin: 'group-by', inputs: ['damaged'], on_error: withRetries('quarantine', 2) },
		{ name: 'out', use: 'write-file', inputs: ['by-state', 'no.such'], config: { path: '/data/out.ndjson' } },
		{
			name: 'rest',
			use: 'preview',
			inputs: ['damaged.dropped', 'by-state.failed'],
			metadata: { position: { x: 1, y: 2 } },
		},
	],
});

/** Flows of every form: chains, branches, circles, names twice, inputs that name nobody. */
const flows = fc
	.array(
		fc.record({
			name: fc.constantFrom('a', 'b', 'c', 'd.out', 'e'),
			inputs: fc.option(
				fc.uniqueArray(
					fc
						.tuple(fc.constantFrom('a', 'b', 'c', 'd.out', 'nobody'), fc.constantFrom(...ports))
						.map(([name, port]) => writeInput(name, port)),
					{ maxLength: 3 },
				),
				{ nil: undefined },
			),
			use: fc.constantFrom(undefined, 'preview' as const),
			workers: fc.constantFrom(undefined, 4),
			on_error: fc.constantFrom(undefined, 'skip' as const),
			config: fc.constantFrom({}, { where: [1, { deep: null }] }),
			metadata: fc.constantFrom(undefined, null, {}, { position: { x: 3, y: -4 } }, { position: 'left', by: 'Bo' }),
			module_path: fc.constantFrom(undefined, null, './a.wasm'),
		}),
		{ minLength: 1, maxLength: 5 },
	)
	.map((components) => flowSchema.parse({ name: 'any', components }));

describe('a flow as it is edited', () => {
	it('is written again as it was read, with all that the editor has no field for', () => {
		expect(flowOf(documentOf(damage))).toEqual(damage);
		expect(documentOf(damage).components[1]).toMatchObject({
			at: { x: 10, y: 20 },
			rest: { metadata: { owner: 'Ann' } },
		});
	});

	it('means the same after it was read and written, whatever it is', () => {
		fc.assert(
			fc.property(flows, (flow) => {
				const [before, after] = [flowGraph(flow.components), flowGraph(flowOf(documentOf(flow)).components)];
				const isPlain = before.problems.every(({ kind }) => kind !== 'name_taken' && kind !== 'input_twice');
				if (isPlain) expect(after).toEqual(before);
				const written = flowOf(documentOf(flow));
				expect(flowSchema.parse(written)).toEqual(written);
				expect(flowOf(documentOf(written))).toEqual(written);
			}),
			tries(400),
		);
	});

	it('stays a chain for as long as each takes from the one before it', () => {
		const chain = flowSchema.parse({ name: 'chain', components: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
		const document = documentOf(chain);
		expect(linksOf(document)).toHaveLength(2);
		expect(flowOf(document)).toEqual(chain);
		const branched = {
			...document,
			components: document.components.map((component) => ({
				...component,
				inputs: component.inputs.slice(0, component.name === 'c' ? 0 : 1),
			})),
		};
		expect(flowOf(branched).components.map(({ inputs }) => inputs)).toEqual([undefined, ['a'], undefined]);
	});

	it('says that nobody takes anything where a file that said nothing would be a chain', () => {
		const apart = flowSchema.parse({
			name: 'apart',
			components: [
				{ name: 'a', inputs: [] },
				{ name: 'b', inputs: [] },
			],
		});
		expect(flowOf(documentOf(apart))).toEqual(apart);
	});

	it('is of the same components as before where they are called so', () => {
		const before = documentOf(damage);
		const next = documentLike(before, { ...damage, components: damage.components.slice(1).toReversed() });
		expect(next.components.map(({ id }) => id)).toEqual(
			before.components
				.slice(1)
				.map(({ id }) => id)
				.toReversed(),
		);
		const twice = flowSchema.parse({ name: 'twice', components: [{ name: 'strikes' }, { name: 'strikes' }] });
		const [first, second] = documentLike(before, twice).components;
		expect(first?.id).toBe(before.components[0]?.id);
		expect(before.components.map(({ id }) => id)).not.toContain(second?.id);
	});

	it('tells what keeps it from being a flow at all', () => {
		const document = documentOf(damage);
		expect(draftProblems(document)).toEqual([]);
		expect(draftProblems({ ...document, name: ' ', components: [] }).map(({ kind }) => kind)).toEqual([
			'flowName',
			'noComponents',
		]);
		const [first, ...others] = document.components;
		const broken = (config: string) =>
			draftProblems({ ...document, components: [{ ...(first as NonNullable<typeof first>), config }, ...others] });
		expect(broken('{').map(({ kind }) => kind)).toEqual(['notJson']);
		expect(broken('[]').map(({ kind }) => kind)).toEqual(['notObject']);
		expect(broken('{"n": 12345678901234567890}').map(({ kind }) => kind)).toEqual(['notKept']);
	});

	it('is listed with those that give before those that take, and what goes round at the end', () => {
		const names = (flow: Flow) => orderOf(documentOf(flow)).map(({ name }) => name);
		expect(names({ ...damage, components: damage.components.toReversed() })).toEqual([
			'strikes',
			'damaged',
			'by-state',
			'rest',
			'out',
		]);
		const round = [{ name: 'a', inputs: ['b'] }, { name: 'b', inputs: ['a'] }, { name: 'c' }];
		expect(names(flowSchema.parse({ name: 'round', components: round }))).toEqual(['c', 'a', 'b']);
	});
});
