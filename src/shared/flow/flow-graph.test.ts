import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Port, ports } from './flow-file.ts';
import { flowGraph, writeInput } from './flow-graph.ts';

const named = (name: string, inputs?: readonly string[]) => ({
	name,
	...(inputs === undefined ? {} : { inputs: [...inputs] }),
});

describe('who takes from whom in a flow', () => {
	it('is one after the other where no component says it', () => {
		const { edges, order, isChain, problems } = flowGraph([named('a'), named('a'), named('c')]);
		expect(isChain).toBe(true);
		expect(problems).toEqual([]);
		expect(edges).toEqual([
			{ from: 0, port: 'out', to: 1 },
			{ from: 1, port: 'out', to: 2 },
		]);
		expect(order).toEqual([0, 1, 2]);
	});

	it('is said by name, with or without a port, in the order of the inputs', () => {
		const { edges, problems } = flowGraph([named('b', ['f.dropped', 'f']), named('f', ['s']), named('s', [])]);
		expect(problems).toEqual([]);
		expect(edges.filter(({ to }) => to === 0)).toEqual([
			{ from: 1, port: 'dropped', to: 0 },
			{ from: 1, port: 'out', to: 0 },
		]);
	});

	it('takes a component whose own name ends like a port for that component', () => {
		const { edges } = flowGraph([
			named('x', []),
			named('x.failed', ['x']),
			named('y', ['x.failed', 'x.failed.failed']),
		]);
		expect(edges.filter(({ to }) => to === 2)).toEqual([
			{ from: 1, port: 'out', to: 2 },
			{ from: 1, port: 'failed', to: 2 },
		]);
	});

	it('tells every name that is taken, unknown or said twice, and what was meant', () => {
		const { problems } = flowGraph([
			{ ...named('a', []), use: 'preview', plugin: 'p' },
			named('a', ['a']),
			named('c', ['a', 'a.out', 'B', 'a.faild']),
		]);
		expect(problems).toEqual([
			{ kind: 'use_and_plugin', component: 0 },
			{ kind: 'name_taken', component: 1, other: 0 },
			{ kind: 'input_twice', component: 2, input: 'a.out' },
			{ kind: 'unknown_input', component: 2, input: 'B', nearest: 'a' },
			{ kind: 'unknown_input', component: 2, input: 'a.faild', nearest: 'a.failed' },
		]);
	});

	it('is looked for at the first unknown names, and told of all', () => {
		const strangers = Array.from({ length: 64 }, (_, at) => `filte${at}`);
		const { problems } = flowGraph([named('filter', strangers), named('b', strangers)]);
		expect(problems.length).toBe(128);
		expect(problems.filter((each) => each.kind === 'unknown_input' && each.nearest !== null).length).toBe(20);
	});

	it('names the way on which records would go round', () => {
		const { problems, order } = flowGraph([
			named('s', []),
			named('a', ['s', 'c']),
			named('b', ['a']),
			named('c', ['b.dropped']),
			named('d', ['c']),
		]);
		expect(order).toEqual([0]);
		expect(problems).toEqual([{ kind: 'cycle', component: 1, through: [1, 2, 3] }]);
		expect(flowGraph([named('a', ['a'])]).problems).toEqual([{ kind: 'cycle', component: 0, through: [0] }]);
	});

	it('orders any graph without a cycle, and finds a way round in every other one', () => {
		const arbitrary = fc.array(fc.array(fc.tuple(fc.nat(11), fc.constantFrom<Port>(...ports)), { maxLength: 4 }), {
			minLength: 1,
			maxLength: 12,
		});
		fc.assert(
			fc.property(arbitrary, (takes) => {
				const components = takes.map((inputs, index) =>
					named(
						`n${index}`,
						inputs.filter(([from]) => from < takes.length).map(([from, port]) => writeInput(`n${from}`, port)),
					),
				);
				const { edges, order, problems } = flowGraph(components);
				const place = new Map(order.map((component, index) => [component, index]));
				for (const { from, to } of edges) {
					if (place.has(to)) expect(place.get(from)).toBeLessThan(place.get(to) ?? -1);
				}
				const cycles = problems.filter(({ kind }) => kind === 'cycle');
				expect(cycles.length).toBe(order.length === takes.length ? 0 : 1);
				for (const cycle of cycles) {
					const through = cycle.kind === 'cycle' ? cycle.through : [];
					expect(new Set(through).size).toBe(through.length);
					through.forEach((from, index) => {
						const to = through[(index + 1) % through.length];
						expect(edges.some((edge) => edge.from === from && edge.to === to)).toBe(true);
					});
				}
			}),
		);
	});
});
