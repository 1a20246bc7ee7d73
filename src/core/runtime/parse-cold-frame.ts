import { z } from 'zod';
import {
	type LoadedFrame,
	type LoadFailedFrame,
	PROTOCOL_VERSION,
	type ProgressFrame,
	type ReadyFrame,
	type StoppedFrame,
} from '../../shared/sandbox/frames.ts';
import { MalformedFrame } from './malformed-frame.ts';
import { MAX_ERROR_CHARS, parseWireError } from './parse-wire-error.ts';
import { isAmount, isCount, isMemorySize, type RawFrame } from './raw-frame.ts';

export type ColdFrame = ReadyFrame | LoadedFrame | LoadFailedFrame | ProgressFrame | StoppedFrame;

const head = { v: z.literal(PROTOCOL_VERSION), gen: z.number() };
const amount = z.number().refine(isAmount);
const count = z.number().refine(isCount);
const memorySize = z.number().refine(isMemorySize);
const words = z.string().transform((text) => text.slice(0, MAX_ERROR_CHARS));

const schemas = {
	ready: z.object({
		...head,
		t: z.literal('ready'),
		memoryProof: z.boolean(),
		layers: z.array(z.string().max(64)).max(32),
	}),
	loaded: z.object({ ...head, t: z.literal('loaded'), compileMs: amount, initMs: amount, memoryBytes: memorySize }),
	'load-failed': z.object({ ...head, t: z.literal('load-failed'), error: z.unknown() }),
	progress: z.object({ ...head, t: z.literal('progress'), done: count, total: count }),
	stopped: z.object({ ...head, t: z.literal('stopped'), cleanup: z.int32().nullable(), said: words.nullable() }),
} as const;

export function isColdFrame(type: unknown): type is keyof typeof schemas {
	return typeof type === 'string' && Object.hasOwn(schemas, type);
}

/** Frames that come once per life or are rare. */
export function parseColdFrame(frame: RawFrame, gen: number): ColdFrame {
	const schema = schemas[frame.t as keyof typeof schemas];
	const parsed = schema.safeParse(frame);
	if (!parsed.success) throw new MalformedFrame(`a "${frame.t}" frame of the wrong shape`);
	const { data } = parsed;
	if (data.t === 'load-failed') return { v: data.v, gen, t: data.t, error: parseWireError(data.error) };
	return { ...data, gen };
}
