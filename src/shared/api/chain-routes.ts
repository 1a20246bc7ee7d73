/** Routes that run whole files: a stream through one plugin, a chain of several. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';
import { type Chain, chainSchema } from '../flow/chain-file.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import { DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE } from '../policy/limits.ts';
import { inputFormats } from '../run/input-format.ts';
import { keepShape } from '../run/kept.ts';
import type { RunDetail } from '../run/run.ts';
import { defineRoute } from './define-route.ts';
import { name, path, runId, trigger } from './fields.ts';

/** Where records come from or go to: a file, or a stream that the face handed to the engine (`Core.attachInput`, `attachOutput`). */
const place = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('file'), path }),
	z.strictObject({ kind: z.literal('stream'), id: z.string().min(1).max(100) }),
]);
export type Place = z.output<typeof place>;

/** What an output file may replace: no file, any but the run's own input, or even that. */
const replacing = z.enum(['none', 'others', 'input']).default('others');

const chainPlace = z.union([z.strictObject({ path }), z.strictObject({ definition: chainSchema })]);

export interface ChainCheck {
	readonly chain: Chain;
	/** In order; `type` null: no such plugin is installed, or it was never usable. */
	readonly stages: readonly { readonly plugin: string; readonly type: ComponentType | null }[];
	/** The first reason why it cannot run; `details.component` counts from 0. Null: it can. */
	readonly problem: WireError | null;
}

export const chainRoutes = {
	/** Streams a file through one plugin. Resolves when the run ended well; a failed run is an error with `details.runId`. */
	'streams.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			plugin: name,
			fn: z.string().optional(),
			/** Absent for a source without an input file. */
			input: place.optional(),
			/** Absent for a destination, or to drop what comes out. */
			output: place.optional(),
			replacing,
			...keepShape,
			/** How the input file is cut into records; `auto`: by extension, then by content. */
			format: z.enum(inputFormats).default('auto'),
			batch: z.int().min(1).max(MAX_BATCH_SIZE).default(DEFAULT_BATCH_SIZE),
			config: z.record(z.string(), z.json()).default({}),
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	'chains.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({
			chain: chainPlace,
			/** Absent where the chain ends in a destination, or to drop what comes out. */
			output: place.optional(),
			replacing,
			...keepShape,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	/** Reads a chain and looks whether it could run now. Rejects where it is no chain at all. */
	'chains.check': defineRoute<ChainCheck>()('read', z.strictObject({ chain: chainPlace })),
} as const;
