import { type ComponentType, componentFunctions, type GuestAbi } from '../../plugin/component-type.ts';

/** The package of sdk/wit, and the version of it that this host speaks. */
export const pluginPackage = { name: 'dataflare:plugin', version: '1.0.0' } as const;

/** A component exports a role as one interface; its functions by those of the plugin ABI that they stand for. */
export interface RoleExport {
	/** With its version, as components export it. */
	readonly interface: string;
	readonly functions: Readonly<Record<string, string>>;
}

const exported = (name: string, functions: Readonly<Record<string, string>>): RoleExport => ({
	interface: `${pluginPackage.name}/${name}@${pluginPackage.version}`,
	functions,
});

export const componentRoles: Readonly<Record<ComponentType, RoleExport>> = {
	source: exported('source', { read_data: 'read' }),
	destination: exported('destination', { write_data: 'write' }),
	processor: exported('processor', { process_data: 'process' }),
	transformer: exported('transformer', { transform_data: 'transform' }),
	filter: exported('filter', { filter_data: 'filter' }),
	aggregator: exported('aggregator', { aggregate_data: 'aggregate', aggregate_result: 'finish' }),
};

/** Of any role; a component may do without it. */
export const lifecycle = {
	interface: `${pluginPackage.name}/lifecycle@${pluginPackage.version}`,
	init: 'init',
	cleanup: 'cleanup',
} as const;

/** What a program exports; of which version of WASI 0.2 it is does not matter. */
export const command = { interface: 'wasi:cli/run', run: 'run' } as const;

/** Whether a component's export, with its version, is a program's. */
export function isCommandExport(name: string): boolean {
	return /^wasi:cli\/run@0\.2\.\d+$/.test(name);
}

/** Every export that the host calls, as the transpiler is told which of them may have to wait. */
export const asyncExports: readonly string[] = [
	...Object.values(componentRoles).flatMap((role) =>
		Object.values(role.functions).map((name) => `${role.interface}#${name}`),
	),
	`${lifecycle.interface}#${lifecycle.init}`,
	`${lifecycle.interface}#${lifecycle.cleanup}`,
	`${command.interface}#${command.run}`,
];

/** The exports that a plugin of a type has, as its kind of guest names them. */
export function roleExports(type: ComponentType, abi: GuestAbi | null): readonly string[] {
	if (abi !== 'component') return componentFunctions[type];
	const { interface: of, functions } = componentRoles[type];
	return componentFunctions[type].map((fn) => `${of}#${functions[fn]}`);
}
