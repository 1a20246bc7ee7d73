import { type Port, ports } from '../../../../shared/flow/flow-file.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { type ComponentId, type EditedComponent, type FlowDocument, linksOf, pluginOf } from './document.ts';

/** What a component does with records: what is built in by its own name, a plugin by its role; null: it is not known. */
export type Role = ComponentType | 'read-file' | 'write-file' | 'preview' | null;

export function roleOf(component: EditedComponent, plugins: readonly PluginRecord[]): Role {
	if (component.use !== null) return component.use;
	return plugins.find(({ name }) => name === pluginOf(component))?.current?.manifest.type ?? null;
}

/** Where records come out of one; of what is not known, everywhere. */
export function portsOf(role: Role): readonly Port[] {
	switch (role) {
		case 'read-file':
		case 'source':
			return ['out'];
		case 'write-file':
		case 'preview':
			return [];
		case 'destination':
			return ['failed'];
		case 'filter':
		case null:
			return ports;
		default:
			return ['out', 'failed'];
	}
}

/** Whether it takes records from others. */
export function takesRecords(role: Role): boolean {
	return role !== 'read-file' && role !== 'source';
}

/** Whether something comes out of it when all goes well. */
export function givesRecords(role: Role): boolean {
	return portsOf(role).includes('out');
}

/** Whether several instances may share its work. */
export function sharesWork(role: Role): boolean {
	return role === 'processor' || role === 'transformer' || role === 'filter' || role === null;
}

/** Ports that are shown: where something can come out, and those that somebody takes from although nothing can. */
export function shownPorts(document: FlowDocument, id: ComponentId, role: Role): readonly Port[] {
	const can = portsOf(role);
	const taken = new Set(linksOf(document).flatMap(({ from, port }) => (from === id ? [port] : [])));
	return ports.filter((port) => can.includes(port) || taken.has(port));
}
