import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { type ComponentType, componentFunctions, type RecordWay } from '../../../shared/plugin/component-type.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import { chosenAmong } from '../../../shared/wasm/callable-shape.ts';

export type GivenRole = NonNullable<RouteInput<'plugins.install'>['role']>;

/** As bytes, unchanged, or in one of the ways of records. */
export const recordChoices = ['one', 'batch', 'lines', 'bytes'] as const satisfies readonly (RecordWay | 'bytes')[];
type RecordChoice = (typeof recordChoices)[number];

/** What a person says that a plugin does. Empty names: nobody says which export. */
export interface RoleDraft {
	readonly type: ComponentType;
	readonly work: string;
	readonly result: string;
	readonly records: RecordChoice;
}

type Offered = Pick<InspectAnswer, 'roleIsOpen' | 'analysis' | 'manifest'>;

/** Whether there is something to say: a program, or an Extism plugin, that says nothing itself. */
export function isRoleOpen({ roleIsOpen, analysis: { abi } }: Offered): boolean {
	return roleIsOpen && !traitsOf(abi).namesRole;
}

/** As it is inferred, or as the plugin of its name does so far. */
export function inferredRole({ manifest }: Pick<InspectAnswer, 'manifest'>): RoleDraft {
	const { type, extism } = manifest;
	const [work = '', result = ''] = componentFunctions[type];
	const functions = extism?.functions ?? {};
	return { type, work: functions[work] ?? '', result: functions[result] ?? '', records: wayOf(manifest) };
}

function wayOf({ encoding, batch }: Manifest): RecordChoice {
	if (encoding === 'bytes') return 'bytes';
	return !(batch ?? encoding === 'ndjson') ? 'one' : encoding === 'ndjson' ? 'lines' : 'batch';
}

/** The same of another type: with the only export that can do it, and with records where it could make nothing of bytes. */
export function ofType(draft: RoleDraft, type: ComponentType, { analysis }: Offered): RoleDraft {
	const among = chosenAmong(analysis.exports);
	const [work = '', result = ''] = componentFunctions[type];
	const named = (fn: string): string => (among.includes(fn) ? fn : '');
	const only = among.length === 1 ? (among[0] ?? '') : '';
	const records = draft.records === 'bytes' && type !== 'processor' ? 'one' : draft.records;
	return { type, work: draft.work || named(work) || only, result: named(result), records };
}

/** Whether a type's functions are said as far as they must be: a processor may be called by any export's name. */
export function lacksExport({ type, work, result }: RoleDraft, { analysis }: Offered): boolean {
	if (analysis.abi !== 'extism') return false;
	return type !== 'processor' && (work === '' || (type === 'aggregator' && result === ''));
}

/** What the engine is told; undefined: it is as it was inferred. */
export function givenRole(draft: RoleDraft, offer: Offered): GivenRole | undefined {
	if (!isRoleOpen(offer) || JSON.stringify(draft) === JSON.stringify(inferredRole(offer))) return undefined;
	const { type, work, result, records } = draft;
	if (traitsOf(offer.analysis.abi).isProgram) return { type };
	return {
		type,
		...(work !== '' ? { export: work } : inferredRole(offer).work === '' ? {} : { export: null }),
		...(type === 'aggregator' && result !== '' ? { resultExport: result } : {}),
		...(records === 'bytes' ? { encoding: 'bytes' } : { records, encoding: records === 'lines' ? 'ndjson' : 'json' }),
	};
}
