import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { ReadSchema } from '../../../shared/config/config-schema.ts';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { quoted, visible } from '../../../shared/quoted.ts';
import { type Clash, SchemaWork, schemasApart } from '../../registry/manifest/schemas-apart.ts';

/** Letters of a place in a record: its names are a plugin's own. */
const MAX_PLACE = 120;

type Stage = Pick<Manifest, 'name' | 'type' | 'encoding' | 'input_schema' | 'output_schema'>;

/**
 * Rejects with `configuration` where two that follow each other both say what their records are, and no record can be both.
 * Where that cannot be told for certain, or only by more work than one chain gets, nothing is said. In pieces: how large
 * the schemas are, and how many, is up to plugins and to who wrote the chain.
 */
export async function refuseTypesApart(chain: string, manifests: readonly Stage[]): Promise<void> {
	const types = new RecordTypes();
	let flow: Passed | null = null;
	for (const [index, stage] of manifests.entries()) {
		if (types.isDone) return;
		const clash = flow === null ? null : await types.clash(flow.schema, stage.input_schema);
		if (flow !== null && clash !== null) throw apart(chain, index, flow.from, stage, clash);
		flow = passedOn(stage, flow);
	}
}

/** What a stage says of the records that it passes on. */
export interface Passed {
	readonly from: Stage;
	readonly schema: unknown;
}

/** What is said of the records that come out of a stage, and by whom; null: nothing. */
export function passedOn(stage: Stage, taken: Passed | null): Passed | null {
	// Bytes are no records. What a filter lets through is as it came.
	if (stage.encoding === 'bytes') return null;
	if (stage.output_schema !== undefined) return { from: stage, schema: stage.output_schema };
	return stage.type === 'filter' ? taken : null;
}

/** Compares what plugins say of their records, with one bound for all that is compared. Each schema is read once. */
export class RecordTypes {
	readonly #known = new Map<unknown, ReadSchema | null>();
	readonly #work = new SchemaWork();

	get isDone(): boolean {
		return this.#work.isDone;
	}

	/** A reason why no record is both; null: some may be, it is not said, or it would be too much work to tell. */
	async clash(given: unknown, wanted: unknown): Promise<Clash | null> {
		if (given === undefined || wanted === undefined || this.isDone) return null;
		const [one, other] = [await this.#read(given), await this.#read(wanted)];
		return one === null || other === null ? null : schemasApart(one, other, this.#work);
	}

	async #read(schema: unknown): Promise<ReadSchema | null> {
		const known = this.#known.get(schema);
		if (known !== undefined) return known;
		await turn();
		const read = readConfigSchema(schema).schema;
		this.#known.set(schema, read);
		return read;
	}
}

/** Where two clash, in words of a bounded length. */
export function clashWords(from: string, to: string, { path, given, wanted }: Clash): { place: string; says: string } {
	const dots = visible(z.core.toDotPath([...path]));
	const place = path.length === 0 ? 'the record' : dots.length <= MAX_PLACE ? dots : `${dots.slice(0, MAX_PLACE - 1)}…`;
	const says = `${place}: ${from} gives ${visible(given) || 'nothing'}, ${to} takes ${visible(wanted) || 'nothing'}`;
	return { place, says };
}

function apart(chain: string, index: number, from: Stage, to: Stage, clash: Clash): DataFlareError {
	const { place, says } = clashWords(from.name, to.name, clash);
	return new DataFlareError(
		'configuration',
		`components[${index}] of chain ${quoted(chain)}: ${to.name} takes no record that ${from.name} gives (${says}).`,
		{
			hint: 'Put a plugin between the two that changes the records, or correct the schemas in their manifests.',
			details: { ...because('chain_types', { plugin: to.name, before: from.name, path: place }), component: index },
		},
	);
}
