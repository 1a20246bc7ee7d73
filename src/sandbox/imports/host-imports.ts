import { hostStatus, type LogLevel, logLevels } from '../../shared/host/abi.ts';
import type { ArgumentsOf, DirectName, ResultOf } from '../../shared/host/operations.ts';
import { decodeLenient } from '../memory/utf8.ts';
import { placeAnswer, readBytes, readName } from './guest-values.ts';
import type { GuestContext } from './host-side.ts';
import { CUT_MARK, MAX_LOG_LINE_BYTES } from './log-buffer.ts';
import { randomness } from './randomness.ts';

/** Longest `host_set_error` message that is kept, bytes. */
const MAX_ERROR_BYTES = 16_384;

function levelOf(bytes: Uint8Array | null): LogLevel {
	const word = bytes === null ? '' : decodeLenient(bytes).toLowerCase();
	if (word === 'warning') return 'warn';
	return logLevels.find((level) => level === word) ?? 'info';
}

function clampCount(value: bigint): number {
	return value < 0n ? 0 : value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}

type HostImports = { readonly [Name in DirectName]: (...args: ArgumentsOf<Name>) => ResultOf<Name> };

/** Host functions that are answered inside this process, whatever the policy. None throws for what a guest passes. */
export function createHostImports(context: GuestContext): HostImports {
	return {
		host_log(levelPointer, levelLength, pointer, length) {
			const whole = length >>> 0 <= MAX_LOG_LINE_BYTES;
			// Where the range is wrong it is named as the guest gave it, not as it would be cut.
			const kept = whole || context.memory?.holds(pointer, length) !== true ? length : MAX_LOG_LINE_BYTES - 64;
			const message = readBytes(context, 'host_log', pointer, kept);
			if (message === null) return;
			const level = levelLength >>> 0 > 16 ? null : readBytes(context, 'host_log', levelPointer, levelLength);
			context.host.log(levelOf(level), decodeLenient(message) + (whole ? '' : CUT_MARK));
		},
		host_get_time: () => BigInt(Date.now()),
		/** Looked up for a guest that imports it alone (`wireImports`). */
		get host_random() {
			return randomness().draw;
		},
		host_set_error(pointer, length) {
			const held = context.memory?.holds(pointer, length) === true;
			const kept = held ? Math.min(length >>> 0, MAX_ERROR_BYTES) : length;
			const bytes = readBytes(context, 'host_set_error', pointer, kept);
			context.lastError = bytes === null ? '(its error message is outside its memory)' : decodeLenient(bytes);
		},
		host_progress(done, total) {
			context.host.progress(clampCount(done), clampCount(total));
		},
		host_get_config(pointer, length) {
			const key = readName(context, 'host_get_config', pointer, length);
			if (key === null) return hostStatus.invalid;
			const value = context.config.get(key);
			return value === undefined ? 0 : placeAnswer(context, 'host_get_config', value);
		},
	};
}
