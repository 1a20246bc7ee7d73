import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { componentEmbed, componentNew, componentWit } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import { type ComponentType, componentTypes } from '../../../src/shared/plugin/component-type.ts';
import { providedInterfaces } from '../../../src/shared/wasm/component/provided.ts';
import { componentRoles, lifecycle } from '../../../src/shared/wasm/component/worlds.ts';
import { wit } from './make-component.ts';

/** A component of a role's world that has all of it and does nothing. */
async function empty(role: ComponentType): Promise<Uint8Array> {
	const core = await componentEmbed({ dummy: true, witSource: wit(), world: `${role}-plugin` });
	return componentNew(core, []);
}

/** The functions of each interface of a component, as they are called from JavaScript, by the interface's bare name. */
async function functionsOf(component: Uint8Array): Promise<ReadonlyMap<string, readonly string[]>> {
	const { files } = await transpileBytes(component, { name: 'c', instantiation: 'async' });
	const declared = Object.entries(files).flatMap(([path, content]) => {
		const [, name] = /dataflare-plugin-(.+)\.d\.ts$/.exec(path) ?? [];
		if (name === undefined) return [];
		const text = new TextDecoder().decode(content);
		return [[name, [...text.matchAll(/^export function (\w+)\(/gm)].map(([, fn = '']) => fn)] as const];
	});
	return new Map(declared);
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('the interface of components', () => {
	it.each(componentTypes)('has a world of a %s that the tools make a component of', async (role) => {
		const component = await empty(role);
		const world = await componentWit(component);
		const exported = [...world.matchAll(/^ {2}export (.+);$/gm)].map(([, name]) => name);
		expect(exported).toEqual([lifecycle.interface, componentRoles[role].interface]);
		const functions = await functionsOf(component);
		expect(functions.get(role)).toEqual(Object.values(componentRoles[role].functions));
		expect(functions.get('lifecycle')).toEqual([lifecycle.init, lifecycle.cleanup]);
	});

	it('imports what the host provides, function by function', async () => {
		const component = await empty('processor');
		const functions = await functionsOf(component);
		const own = Object.entries(providedInterfaces).filter(([name]) => name.startsWith('dataflare:plugin/'));
		expect(own.length).toBeGreaterThan(5);
		for (const [name, { atOnce, waits }] of own) {
			const bare = name.replace(/^.*\//, '');
			const wanted = [...atOnce, ...waits].map(camel).toSorted();
			expect([bare, functions.get(bare)?.toSorted()]).toEqual([bare, wanted]);
		}
	});

	it('says of each function and type what it means', () => {
		const lines = wit().split('\n');
		const undocumented = lines.flatMap((line, index) => {
			const declares = /^ {4}(?:%?[\w-]+: func|record|enum|type) ?/.test(line);
			const before = lines[index - 1]?.trim() ?? '';
			const spoken = before.startsWith('///') || spokenAbove(lines, index);
			return declares && !spoken ? [line.trim()] : [];
		});
		expect(undocumented).toEqual([]);
	});

	it('is the one that the page for authors shows', () => {
		const page = readFileSync(resolve(import.meta.dirname, '../../../docs/components-authoring.md'), 'utf8');
		for (const role of componentTypes) {
			expect(page).toContain(`\`${role}-plugin\``);
			for (const [abi, fn] of Object.entries(componentRoles[role].functions)) {
				expect(page).toContain(`\`${abi}\``);
				expect(page).toMatch(new RegExp(`\`${fn}\\(.*\\) -> result<`));
			}
		}
	});
});

/** The interface around it says all that there is to say of its one function, or of a type that a function uses. */
function spokenAbove(lines: readonly string[], index: number): boolean {
	for (let at = index - 1; at >= 0; at--) {
		const line = lines[at] ?? '';
		if (/^(?:interface|world) /.test(line)) return (lines[at - 1] ?? '').startsWith('///');
	}
	return false;
}
