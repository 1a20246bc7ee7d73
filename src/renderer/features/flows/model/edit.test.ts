import { describe, expect, it } from 'vitest';
import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import { copied, pasted } from './clipboard.ts';
import { type ComponentId, type EditedComponent, emptyDocument, type FlowDocument } from './document.ts';
import {
	addComponent,
	connect,
	disconnectLink,
	duplicate,
	giverToSwap,
	insert,
	moveEarlier,
	moveInput,
	place,
	reconnect,
	removeComponents,
	setComponent,
	setKind,
	takerToSwap,
} from './edit.ts';
import { done, historyOf, paused, redone, undone } from './history.ts';
import { documentOf } from './read-flow.ts';
import { flowOf } from './write-flow.ts';

const read = (components: readonly object[]): FlowDocument => documentOf(flowSchema.parse({ name: 'any', components }));
const inputsOf = (document: FlowDocument) =>
	Object.fromEntries(flowOf(document).components.map(({ name, inputs }) => [name, inputs ?? []]));
const named = (document: FlowDocument, name: string): EditedComponent =>
	document.components.find((component) => component.name === name) as EditedComponent;
const idOf = (document: FlowDocument, name: string): ComponentId => named(document, name).id;

const line = () =>
	read([
		{ name: 'a', inputs: [] },
		{ name: 'b', inputs: ['a'] },
		{ name: 'c', inputs: ['b'] },
	]);

describe('editing a flow', () => {
	it('adds a component behind another, as a branch or in between, under a free name', () => {
		const before = line();
		const from = idOf(before, 'a');
		const branch = addComponent(before, { plugin: 'b' }, { from, port: 'dropped', isBetween: false }).document;
		expect(inputsOf(branch)).toEqual({ a: [], 'b-2': ['a.dropped'], b: ['a'], c: ['b'] });
		expect(named(branch, 'b-2').plugin).toBe('b');
		const between = addComponent(before, { use: 'preview' }, { from, port: 'out', isBetween: true }).document;
		expect(inputsOf(between)).toEqual({ a: [], preview: ['a'], b: ['preview'], c: ['b'] });
		const link = { from: idOf(before, 'b'), port: 'out', to: idOf(before, 'c') } as const;
		const within = addComponent(before, { plugin: 'x' }, { link }).document;
		expect(inputsOf(within)).toEqual({ a: [], b: ['a'], x: ['b'], c: ['x'] });
		expect(named(within, 'x').plugin).toBeNull();
	});

	it('begins with an empty one', () => {
		const { document, ids } = addComponent(emptyDocument, { use: 'read-file' }, null);
		expect(document.components.map(({ id, name }) => [id, name])).toEqual([[ids[0], 'read-file']]);
	});

	it('joins what is left when a component goes, and lets its other ports end', () => {
		const document = read([
			{ name: 'a' },
			{ name: 'b', inputs: ['a'] },
			{ name: 'c', inputs: ['b', 'a'] },
			{ name: 'd', inputs: ['b.dropped', 'a.failed'] },
		]);
		expect(inputsOf(removeComponents(document, [idOf(document, 'b')]))).toEqual({ a: [], c: ['a'], d: ['a.failed'] });
		const few = removeComponents(document, [idOf(document, 'a'), idOf(document, 'b')]);
		expect(inputsOf(few)).toEqual({ c: [], d: [] });
	});

	it('lets those that take from a component follow its name, and keeps the plugin that it was', () => {
		const renamed = setComponent(line(), idOf(line(), 'b'), { name: 'x' });
		expect(inputsOf(renamed)).toEqual({ a: [], b: ['a'], c: ['b'] });
		const document = line();
		const next = setComponent(document, idOf(document, 'b'), { name: 'x.dropped' });
		expect(inputsOf(next)).toEqual({ a: [], 'x.dropped': ['a'], c: ['x.dropped'] });
		expect(named(next, 'x.dropped').plugin).toBe('b');
		const [module] = read([{ name: 'm', module_path: './m.wasm' }]).components as [EditedComponent];
		const moved = setComponent({ ...emptyDocument, components: [module] }, module.id, { name: 'n' });
		expect(moved.components[0]).toMatchObject({ name: 'n', plugin: null });
	});

	it('becomes another kind of thing without what told of the one before', () => {
		const document = read([
			{ name: 'a', type: 'filter', module_path: './a.wasm', config: { x: 1 }, description: 'keep' },
		]);
		const next = setKind(document, idOf(document, 'a'), { use: 'preview' });
		expect(flowOf(next).components).toEqual([{ name: 'a', use: 'preview', description: 'keep', config: {} }]);
		const back = setKind(next, idOf(next, 'a'), { plugin: 'row-filter' });
		expect(flowOf(back).components).toEqual([{ name: 'a', plugin: 'row-filter', description: 'keep', config: {} }]);
	});

	it('connects what can be connected: not twice, not with itself, not in a circle', () => {
		const document = line();
		const [a, b, c] = ['a', 'b', 'c'].map((name) => idOf(document, name)) as [string, string, string];
		expect(connect(document, { from: c, port: 'out', to: a })).toBe(document);
		expect(connect(document, { from: b, port: 'out', to: b })).toBe(document);
		expect(connect(document, { from: a, port: 'out', to: b })).toBe(document);
		const next = connect(document, { from: a, port: 'failed', to: c });
		expect(inputsOf(next)['c']).toEqual(['b', 'a.failed']);
		// Or nothing would ever come.
		expect(named(next, 'a').onError).toBe('skip');
		expect(named(next, 'b').onError).toBeNull();
		expect(inputsOf(moveInput(next, c, 1, -1))['c']).toEqual(['a.failed', 'b']);
		expect(moveInput(next, c, 1, 1)).toBe(next);
		expect(inputsOf(disconnectLink(next, { from: b, port: 'out', to: c }))['c']).toEqual(['a.failed']);
	});

	it('lets a component change places with the one it takes from', () => {
		const document = read([
			{ name: 'a' },
			{ name: 'b', inputs: ['a'] },
			{ name: 'c', inputs: ['b'] },
			{ name: 'd', inputs: ['c'] },
		]);
		const swapped = moveEarlier(document, idOf(document, 'c'));
		expect(inputsOf(swapped)).toEqual({ a: [], c: ['a'], b: ['c'], d: ['b'] });
		expect(swapped.components.map(({ name }) => name)).toEqual(['a', 'c', 'b', 'd']);
		expect(giverToSwap(document, idOf(document, 'b'))).toBeNull();
		expect(takerToSwap(document, idOf(document, 'b'))?.name).toBe('c');
		expect(takerToSwap(document, idOf(document, 'a'))).toBeNull();
		expect(moveEarlier(document, idOf(document, 'b'))).toBe(document);
	});

	it('copies components with what goes between them, here and through text', () => {
		const document = line();
		const [b, c] = [idOf(document, 'b'), idOf(document, 'c')];
		const twice = duplicate(document, [b, c]);
		expect(inputsOf(twice.document)).toEqual({ a: [], b: ['a'], c: ['b'], 'b-2': ['a'], 'c-2': ['b-2'] });
		expect(named(twice.document, 'b-2').plugin).toBe('b');
		const components = pasted(copied(document, [b, c]));
		const { document: next, ids } = insert(document, components ?? []);
		expect(ids).toHaveLength(2);
		expect(inputsOf(next)).toEqual({ a: [], b: ['a'], c: ['b'], 'b-2': [], 'c-2': ['b-2'] });
		expect(pasted('{"name": "one", "use": "preview"}')).toHaveLength(1);
		expect(pasted('no flow')).toBeNull();
		expect(pasted('{"components": [{"name": 3}]}')).toBeNull();
	});

	it('puts a component before another, and takes an end of a connection elsewhere without changing the order of inputs', () => {
		const document = read([
			{ name: 'a', inputs: [] },
			{ name: 'b', inputs: [] },
			{ name: 'c', inputs: ['a', 'b'] },
			{ name: 'd', inputs: [] },
		]);
		const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => idOf(document, name)) as [
			ComponentId,
			ComponentId,
			ComponentId,
			ComponentId,
		];
		const first = addComponent(document, { use: 'read-file' }, { before: d }).document;
		expect(inputsOf(first)).toEqual({ a: [], b: [], c: ['a', 'b'], d: ['read-file'], 'read-file': [] });
		const link = { from: a, port: 'out', to: c } as const;
		expect(inputsOf(reconnect(document, link, { ...link, from: d }))).toMatchObject({ c: ['d', 'b'] });
		expect(inputsOf(reconnect(document, link, { ...link, port: 'dropped' }))).toMatchObject({ c: ['a.dropped', 'b'] });
		expect(inputsOf(reconnect(document, link, { ...link, to: d }))).toMatchObject({ c: ['b'], d: ['a'] });
		// What would go in a circle, or stands there already, leaves it as it is.
		expect(reconnect(document, link, { ...link, from: c })).toBe(document);
		expect(reconnect(document, link, { from: b, port: 'out', to: c })).toBe(document);
	});

	it('pastes nothing exactly over what is there, and no places among what nobody placed', () => {
		const document = place(line(), new Map([[idOf(line(), 'a'), { x: 0, y: 0 }]]));
		const placed = place(document, new Map([[idOf(document, 'b'), { x: 10, y: 20 }]]));
		const once = duplicate(placed, [idOf(placed, 'b')]).document;
		expect(named(once, 'b-2').at).toEqual({ x: 42, y: 52 });
		const twice = duplicate(once, [idOf(once, 'b')]).document;
		expect(named(twice, 'b-3').at).toEqual({ x: 74, y: 84 });
		const components = pasted(copied(placed, [idOf(placed, 'b')])) ?? [];
		expect(insert(read([{ name: 'x' }]), components).document.components.map(({ at }) => at)).toEqual([null, null]);
		expect(insert(emptyDocument, components).document.components.map(({ at }) => at)).toEqual([{ x: 10, y: 20 }]);
	});
});

describe('what was done', () => {
	const rename = (document: FlowDocument, name: string) => ({ ...document, name });
	const deed = { what: 'about', name: '' } as const;

	it('is taken back and done again, step by step, and is forgotten once something else is done', () => {
		const first = historyOf(line());
		const added = addComponent(first.document, { plugin: 'x' }, null);
		const second = done(first, added.document, { what: 'add', name: 'x' }, { selected: added.ids });
		const back = undone(second);
		expect(back).toMatchObject({
			deed: { what: 'add', name: 'x' },
			history: { document: first.document, selected: [] },
		});
		const forth = redone((back as NonNullable<typeof back>).history);
		expect(forth?.history).toMatchObject({ document: added.document, selected: added.ids, future: [] });
		const other = done((back as NonNullable<typeof back>).history, rename(first.document, 'other'), deed);
		expect(redone(other)).toBeNull();
		expect(undone(first)).toBeNull();
		expect(done(first, first.document, deed)).toBe(first);
	});

	it('is one step for what is typed in one field at a time', () => {
		const start = historyOf(emptyDocument);
		const typed = (history: typeof start, name: string) =>
			done(history, rename(history.document, name), deed, { run: 'name' });
		const once = ['f', 'fl', 'flow'].reduce(typed, start);
		expect(once.past).toHaveLength(1);
		expect(undone(once)?.history.document).toBe(emptyDocument);
		expect(typed(paused(once), 'flows').past).toHaveLength(2);
	});

	it('keeps no more steps than somebody would take back', () => {
		const many = Array.from({ length: 300 }, (_, index) => `n${index}`).reduce(
			(history, name) => done(history, rename(history.document, name), deed),
			historyOf(emptyDocument),
		);
		expect(many.past).toHaveLength(200);
	});
});
