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
	const schemas = new ReadSchemas();
	const work = new SchemaWork();
	let flow: { readonly from: Stage; readonly schema: unknown } | null = null;
	for (const [index, stage] of manifests.entries()) {
		if (work.isDone) return;
		const clash = flow === null ? null : await clashOf(flow.schema, stage.input_schema, schemas, work);
		if (flow !== null && clash !== null) throw apart(chain, index, flow.from, stage, clash);
		// Bytes are no records. What a filter lets through is as it came.
		const passes = stage.type === 'filter' && stage.output_schema === undefined;
		if (stage.encoding === 'bytes') flow = null;
		else if (!passes) flow = stage.output_schema === undefined ? null : { from: stage, schema: stage.output_schema };
	}
}

async function clashOf(given: unknown, wanted: unknown, schemas: ReadSchemas, work: SchemaWork): Promise<Clash | null> {
	if (given === undefined || wanted === undefined) return null;
	const [one, other] = [await schemas.read(given), await schemas.read(wanted)];
	return one === null || other === null ? null : schemasApart(one, other, work);
}

/** Each schema is read once for a chain, however many of its components are of the plugin. */
class ReadSchemas {
	readonly #known = new Map<unknown, ReadSchema | null>();

	async read(schema: unknown): Promise<ReadSchema | null> {
		const known = this.#known.get(schema);
		if (known !== undefined) return known;
		await turn();
		const read = readConfigSchema(schema).schema;
		this.#known.set(schema, read);
		return read;
	}
}

function apart(chain: string, index: number, from: Stage, to: Stage, { path, given, wanted }: Clash): DataFlareError {
	const dots = visible(z.core.toDotPath([...path]));
	const place = path.length === 0 ? 'the record' : dots.length <= MAX_PLACE ? dots : `${dots.slice(0, MAX_PLACE - 1)}…`;
	const says = `${place}: ${from.name} gives ${visible(given) || 'nothing'}, ${to.name} takes ${visible(wanted) || 'nothing'}`;
	return new DataFlareError(
		'configuration',
		`components[${index}] of chain ${quoted(chain)}: ${to.name} takes no record that ${from.name} gives (${says}).`,
		{
			hint: 'Put a plugin between the two that changes the records, or correct the schemas in their manifests.',
			details: { ...because('chain_types', { plugin: to.name, before: from.name, path: place }), component: index },
		},
	);
}
