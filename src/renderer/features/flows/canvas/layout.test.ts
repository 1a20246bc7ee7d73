import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../../../test/support/values/tries.ts';
import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import { linksOf } from '../model/document.ts';
import { documentOf } from '../model/read-flow.ts';
import { layoutOf, NODE_WIDTH, neighbourOf, nodeHeight, portTop } from './layout.ts';

const all = () => ['out', 'dropped', 'failed'] as const;
const read = (components: readonly object[]) => {
	let last = 0;
	return documentOf(flowSchema.parse({ name: 'any', components }), () => `p${last++}`);
};
/** p0 gives to p1, which gives to p2 and, by another port, to p3. */
const branch = () =>
	read([
		{ name: 'a' },
		{ name: 'b', inputs: ['a'] },
		{ name: 'c', inputs: ['b'] },
		{ name: 'd', inputs: ['b.dropped'] },
	]);

describe('the layout of a flow', () => {
	it('puts takers in the order of the ports that they take from, so that connections do not cross', () => {
		const above = (components: readonly object[], one: string, other: string): void => {
			const spots = layoutOf(read(components), all);
			expect(spots.get(one)?.y).toBeLessThan(spots.get(other)?.y ?? 0);
		};
		const [a, b] = [{ name: 'a' }, { name: 'b', inputs: ['a'] }];
		const out = { name: 'out', inputs: ['b'] };
		above([a, b, out, { name: 'let-go', inputs: ['b.dropped'] }], 'p2', 'p3');
		above([a, b, { name: 'let-go', inputs: ['b.dropped'] }, out], 'p3', 'p2');
		above([a, b, { name: 'bad', inputs: ['b.failed'] }, { name: 'let-go', inputs: ['b.dropped'] }, out], 'p4', 'p3');
	});

	it('keeps every component where two want the order to be the other way round', () => {
		const document = read([
			{ name: 'a' },
			{ name: 'b' },
			{ name: 'c', inputs: ['a', 'b.failed'] },
			{ name: 'd', inputs: ['a.failed', 'b'] },
		]);
		const spots = layoutOf(document, all);
		expect([...spots.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
		expect(spots.size).toBe(4);
	});

	it('puts those that give to the left of those that take, and no two over each other', () => {
		const flows = fc.array(fc.array(fc.nat(8), { maxLength: 3 }), { minLength: 1, maxLength: 9 }).map((takes) =>
			read(
				takes.map((from, index) => ({
					name: `n${index}`,
					inputs: [...new Set(from.filter((at) => at < index).map((at) => `n${at}`))],
				})),
			),
		);
		fc.assert(
			fc.property(flows, (document) => {
				const spots = layoutOf(document, all);
				for (const { from, to } of linksOf(document)) {
					expect((spots.get(from)?.x ?? 0) + NODE_WIDTH).toBeLessThan(spots.get(to)?.x ?? 0);
				}
				const places = [...spots.values()];
				for (const [index, one] of places.entries()) {
					for (const other of places.slice(index + 1)) {
						const isApart = Math.abs(one.x - other.x) >= NODE_WIDTH || Math.abs(one.y - other.y) >= nodeHeight(all());
						expect(isApart).toBe(true);
					}
				}
			}),
			tries(60),
		);
	});

	it('leaves what a person moved where it is, and lays out what goes round in a circle as well', () => {
		const moved = read([
			{ name: 'a', inputs: ['b'], metadata: { position: { x: 5, y: 7 } } },
			{ name: 'b', inputs: ['a'] },
		]);
		const spots = layoutOf(moved, all);
		expect(spots.get('p0')).toEqual({ x: 5, y: 7 });
		expect(Number.isFinite(spots.get('p1')?.x)).toBe(true);
	});

	it('leads arrow keys along the flow, and up and down to what is nearest', () => {
		const document = branch();
		const spots = layoutOf(document, all);
		const to = (from: string, way: Parameters<typeof neighbourOf>[3]) => neighbourOf(document, spots, from, way);
		expect(to('p0', 'ArrowRight')).toBe('p1');
		expect(to('p1', 'ArrowLeft')).toBe('p0');
		expect(['p2', 'p3']).toContain(to('p1', 'ArrowRight'));
		const [upper, lower] = (spots.get('p2')?.y ?? 0) < (spots.get('p3')?.y ?? 0) ? ['p2', 'p3'] : ['p3', 'p2'];
		expect(to(upper as string, 'ArrowDown')).toBe(lower);
		expect(to(lower as string, 'ArrowUp')).toBe(upper);
		expect(to('p0', 'ArrowLeft')).toBeNull();
	});

	it('gives a component with several ports a line for each', () => {
		expect(nodeHeight(['out'])).toBe(nodeHeight([]));
		expect(nodeHeight(['out', 'failed'])).toBeGreaterThan(nodeHeight(['out']));
		const tops = all().map((port) => portTop(all(), port));
		expect(tops).toEqual(tops.toSorted((one, other) => one - other));
		expect(Math.max(...tops)).toBeLessThan(nodeHeight(all()));
	});
});
