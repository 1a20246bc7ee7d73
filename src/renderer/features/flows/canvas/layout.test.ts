import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../../../test/support/values/tries.ts';
import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import { linkId, linksOf } from '../model/document.ts';
import { documentOf } from '../model/read-flow.ts';
import { layoutOf, NODE_WIDTH, neighbourOf, nodeHeight, portLeft } from './layout.ts';

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
		const inOrder = (components: readonly object[], one: string, other: string): void => {
			const { spots } = layoutOf(read(components), all);
			expect(spots.get(one)?.x).toBeLessThan(spots.get(other)?.x ?? 0);
		};
		const [a, b] = [{ name: 'a' }, { name: 'b', inputs: ['a'] }];
		const out = { name: 'out', inputs: ['b'] };
		inOrder([a, b, out, { name: 'let-go', inputs: ['b.dropped'] }], 'p2', 'p3');
		inOrder([a, b, { name: 'let-go', inputs: ['b.dropped'] }, out], 'p3', 'p2');
		inOrder([a, b, { name: 'bad', inputs: ['b.failed'] }, { name: 'let-go', inputs: ['b.dropped'] }, out], 'p4', 'p3');
	});

	it('keeps every component where two want the order to be the other way round', () => {
		const document = read([
			{ name: 'a' },
			{ name: 'b' },
			{ name: 'c', inputs: ['a', 'b.failed'] },
			{ name: 'd', inputs: ['a.failed', 'b'] },
		]);
		const { spots } = layoutOf(document, all);
		expect([...spots.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
		expect(spots.size).toBe(4);
	});

	it('puts those that give above those that take, no two over each other, and leads no connection through a component', () => {
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
				const { spots, ways } = layoutOf(document, all);
				for (const { from, to } of linksOf(document)) {
					expect((spots.get(from)?.y ?? 0) + nodeHeight(all())).toBeLessThan(spots.get(to)?.y ?? 0);
				}
				for (const link of linksOf(document)) {
					const way = ways.get(linkId(link)) ?? [];
					for (const [id, spot] of spots) {
						if (id === link.from || id === link.to) continue;
						const isThrough = way.some(
							({ x, y }) =>
								x > spot.x && x < spot.x + NODE_WIDTH && y >= spot.y - 1 && y <= spot.y + nodeHeight(all()) + 1,
						);
						expect(isThrough).toBe(false);
					}
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
		const { spots } = layoutOf(moved, all);
		expect(spots.get('p0')).toEqual({ x: 5, y: 7 });
		expect(Number.isFinite(spots.get('p1')?.x)).toBe(true);
	});

	it('puts what came since beside what it takes from where a person moved that, and over nothing', () => {
		const document = read([
			{ name: 'a', metadata: { position: { x: 500, y: 100 } } },
			{ name: 'b', inputs: ['a'], metadata: { position: { x: 500, y: 250 } } },
			{ name: 'c', inputs: ['a'] },
			{ name: 'd', inputs: ['c'] },
		]);
		const { spots } = layoutOf(document, all);
		const [a, b, c, d] = ['p0', 'p1', 'p2', 'p3'].map((id) => spots.get(id) ?? { x: 0, y: 0 });
		expect(c?.y).toBeGreaterThan((a?.y ?? 0) + nodeHeight(all()));
		expect(Math.abs((c?.x ?? 0) - (b?.x ?? 0))).toBeGreaterThanOrEqual(NODE_WIDTH);
		expect(d?.y).toBeGreaterThan((c?.y ?? 0) + nodeHeight(all()));
	});

	it('joins what stands below each other by a straight line, at whatever ports', () => {
		const { spots, ways } = layoutOf(read([{ name: 'a' }, { name: 'b', inputs: ['a'] }]), all);
		expect(spots.get('p0')?.x).toBe(spots.get('p1')?.x);
		expect(portLeft(['out'], 'out')).toBe(portLeft(all(), 'out'));
		expect(portLeft(all(), null)).toBe(portLeft(all(), 'out'));
		expect(ways.size).toBe(0);
	});

	it('leads arrow keys down and up along the flow, and to the sides to what is nearest', () => {
		const document = branch();
		const { spots } = layoutOf(document, all);
		const to = (from: string, way: Parameters<typeof neighbourOf>[3]) => neighbourOf(document, spots, from, way);
		expect(to('p0', 'ArrowDown')).toBe('p1');
		expect(to('p1', 'ArrowUp')).toBe('p0');
		expect(to('p1', 'ArrowDown')).toBe('p2');
		expect(to('p2', 'ArrowRight')).toBe('p3');
		expect(to('p3', 'ArrowLeft')).toBe('p2');
		expect(to('p0', 'ArrowUp')).toBeNull();
	});

	it('gives a component with several ports a line for their names, and each a place of its own', () => {
		expect(nodeHeight(['out'])).toBe(nodeHeight([]));
		expect(nodeHeight(['out', 'failed'])).toBeGreaterThan(nodeHeight(['out']));
		const places = all().map((port) => portLeft(all(), port));
		expect(places).toEqual(places.toSorted((one, other) => one - other));
		expect(new Set(places).size).toBe(3);
		expect(Math.max(...places)).toBeLessThan(NODE_WIDTH);
	});
});
