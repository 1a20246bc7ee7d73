import {
	type HostDropFrame,
	type LoadedFrame,
	type LoadFailedFrame,
	PROTOCOL_VERSION,
	type ProgressFrame,
	type ReadyFrame,
	type StoppedFrame,
} from '../../../shared/sandbox/frames.ts';
import { assertFrame } from './malformed-frame.ts';
import { parseWireError, shortened } from './parse-wire-error.ts';
import { isAmount, isCount, isMemorySize, type RawFrame } from './raw-frame.ts';

export type ColdFrame = ReadyFrame | LoadedFrame | LoadFailedFrame | HostDropFrame | ProgressFrame | StoppedFrame;

/** Layers of isolation that a sandbox names, and the length of a name. */
const MAX_LAYERS = 32;
const MAX_LAYER_CHARS = 64;

const parsers: { readonly [T in ColdFrame['t']]: (frame: RawFrame, gen: number) => ColdFrame } = {
	ready: parseReady,
	loaded: parseLoaded,
	'load-failed': parseLoadFailed,
	'host-drop': parseHostDrop,
	progress: parseProgress,
	stopped: parseStopped,
};

export function isColdFrame(type: unknown): type is ColdFrame['t'] {
	return typeof type === 'string' && Object.hasOwn(parsers, type);
}

/** Frames that come once per life or are rare. Whatever else they hold is not looked at. */
export function parseColdFrame(frame: RawFrame, gen: number): ColdFrame {
	return parsers[frame.t as ColdFrame['t']](frame, gen);
}

function parseReady(frame: RawFrame, gen: number): ReadyFrame {
	const { memoryProof, layers } = frame as { readonly memoryProof?: unknown; readonly layers?: unknown };
	assertFrame(typeof memoryProof === 'boolean', 'a "ready" that does not say whether the memory limit holds');
	assertFrame(
		Array.isArray(layers) && layers.length <= MAX_LAYERS && layers.every(isLayer),
		'a "ready" without layers',
	);
	return { v: PROTOCOL_VERSION, gen, t: 'ready', memoryProof, layers };
}

function isLayer(value: unknown): value is string {
	return typeof value === 'string' && value.length <= MAX_LAYER_CHARS;
}

function parseLoaded(frame: RawFrame, gen: number): LoadedFrame {
	const { compileMs, initMs, memoryBytes } = frame as { readonly [key in keyof LoadedFrame]?: unknown };
	assertFrame(isAmount(compileMs) && isAmount(initMs), 'a "loaded" without times');
	assertFrame(isMemorySize(memoryBytes), 'a "loaded" without the size of its memory');
	return { v: PROTOCOL_VERSION, gen, t: 'loaded', compileMs, initMs, memoryBytes };
}

function parseLoadFailed(frame: RawFrame, gen: number): LoadFailedFrame {
	return { v: PROTOCOL_VERSION, gen, t: 'load-failed', error: parseWireError(frame['error']) };
}

function parseHostDrop(frame: RawFrame, gen: number): HostDropFrame {
	const { id } = frame;
	assertFrame(isCount(id), 'a "host-drop" without an id');
	return { v: PROTOCOL_VERSION, gen, t: 'host-drop', id };
}

function parseProgress(frame: RawFrame, gen: number): ProgressFrame {
	const { done, total } = frame as { readonly [key in keyof ProgressFrame]?: unknown };
	assertFrame(isCount(done) && isCount(total), 'a "progress" that does not count');
	return { v: PROTOCOL_VERSION, gen, t: 'progress', done, total };
}

function parseStopped(frame: RawFrame, gen: number): StoppedFrame {
	const { cleanup, said } = frame as { readonly [key in keyof StoppedFrame]?: unknown };
	assertFrame(cleanup === null || isStatus(cleanup), 'a "stopped" without what the cleanup answered');
	assertFrame(said === null || typeof said === 'string', 'a "stopped" whose words are no text');
	return { v: PROTOCOL_VERSION, gen, t: 'stopped', cleanup, said: said === null ? null : shortened(said) };
}

function isStatus(value: unknown): value is number {
	return typeof value === 'number' && value === (value | 0);
}
