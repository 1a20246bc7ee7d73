import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_TRIAL_BYTES } from '../../../../shared/flow/trial-limits.ts';
import { documentOf } from '../model/read-flow.ts';
import { dropOwnInputs, followOwnInputs, moveOwnInputs, ownInput, setOwnInput } from './own-input.ts';

const drafts = ['one', 'other', 'kept:flow', ...Array.from({ length: 6 }, (_, n) => `many-${n}`)];
const flow = (...names: readonly string[]) =>
	documentOf({ name: 'flow', components: names.map((name) => ({ name, config: {} })) } as never);
const ofFirst = (draft: string, document: ReturnType<typeof flow>) => ownInput(draft, document.components[0]?.id ?? '');
const renamed = (document: ReturnType<typeof flow>, name: string) => ({
	...document,
	components: document.components.map((each, place) => (place === 0 ? { ...each, name } : each)),
});
/** A flow whose first component has an input. */
function begun(draft: string, name = 'map') {
	const document = flow(name, 'keep');
	const [first] = document.components;
	if (first === undefined) throw new Error('a flow has components');
	expect(setOwnInput(draft, first, '{"n":1}')).toBe(true);
	return { document, first };
}
beforeEach(() => drafts.forEach(dropOwnInputs));

describe('input that a person wrote for a component', () => {
	it('stays that component’s when it is renamed, and is not another’s that has the old name then', () => {
		const { document } = begun('one');
		const next = renamed(document, 'mapped');
		followOwnInputs('one', next);
		const [added] = flow('map').components;
		const both = { ...next, components: [...next.components, ...(added === undefined ? [] : [added])] };
		followOwnInputs('one', both);
		expect(both.components.map(({ id }) => ownInput('one', id))).toEqual(['{"n":1}', null, null]);
	});

	it('is of one draft: a flow of the same name that is no other’s draft has none', () => {
		const { document } = begun('one');
		expect(ofFirst('other', document)).toBeNull();
	});

	it('is found again where a flow without changes is left and opened, by the name it had last', () => {
		const { document } = begun('kept:flow');
		followOwnInputs('kept:flow', renamed(document, 'mapped'));
		const again = flow('mapped', 'map');
		followOwnInputs('kept:flow', again);
		expect(again.components.map(({ id }) => ownInput('kept:flow', id))).toEqual(['{"n":1}', null]);
	});

	it('goes with a component that is removed, comes back with it, and is no other’s of its name', () => {
		const { document } = begun('one');
		followOwnInputs('one', { ...document, components: document.components.slice(1) });
		const anew = flow('map');
		followOwnInputs('one', anew);
		expect(ofFirst('one', anew)).toBeNull();
		followOwnInputs('one', document);
		expect(ofFirst('one', document)).toBe('{"n":1}');
	});

	it('moves with the draft that is kept under a name, and goes with it', () => {
		const { document } = begun('one');
		moveOwnInputs('one', 'kept:flow');
		expect([ofFirst('one', document), ofFirst('kept:flow', document)]).toEqual([null, '{"n":1}']);
		dropOwnInputs('kept:flow');
		expect(ofFirst('kept:flow', document)).toBeNull();
	});

	it('has as many bytes as a trial takes: more is not taken, and what was there stays', () => {
		const { document, first } = begun('one');
		expect(setOwnInput('one', first, 'x'.repeat(MAX_TRIAL_BYTES + 1))).toBe(false);
		expect(setOwnInput('one', first, '数'.repeat(MAX_TRIAL_BYTES / 3 + 1))).toBe(false);
		expect(ofFirst('one', document)).toBe('{"n":1}');
		expect(setOwnInput('one', first, 'x'.repeat(MAX_TRIAL_BYTES))).toBe(true);
	});

	it('gives way where the page keeps four times that', () => {
		const all = drafts.slice(3).map((draft) => ({ draft, ...begun(draft) }));
		for (const { draft, first } of all) setOwnInput(draft, first, 'x'.repeat(MAX_TRIAL_BYTES));
		expect(all.map(({ draft, document }) => ofFirst(draft, document) !== null)).toEqual([
			false,
			false,
			true,
			true,
			true,
			true,
		]);
	});
});
