import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type HeldMemory, type MemoryPlace, memoryDeath } from '../memory/memory-errors.ts';
import type { ProcessExit } from '../process-adapter.ts';

/**
 * Why a generation ended; the first cause wins.
 * `unstarted` the system gave no process, or it never became ready: nothing of the plugin's ran · `finished` it was
 * asked to stop, or was not needed · `refused` the guest did not start · `deadline` a call took too long · `cancelled`
 * the caller gave a running call up · `stopped` a person or the shutdown ended it · `trapped` a lease's instance was
 * lost to a trap · `crashed` it exited · `lied` it broke the protocol, which no guest can make an honest sandbox do.
 * The last two count against the plugin.
 */
export interface EndCause {
	readonly kind:
		| 'unstarted'
		| 'finished'
		| 'refused'
		| 'deadline'
		| 'cancelled'
		| 'stopped'
		| 'trapped'
		| 'crashed'
		| 'lied';
	readonly error: DataFlareError;
}

/** Ends that whoever follows the call is told about as events. */
export const noisyEnds: ReadonlySet<EndCause['kind']> = new Set(['deadline', 'cancelled', 'crashed', 'lied']);

/** What was going on when the process ended by itself. */
export type Moment =
	| { readonly at: 'start' }
	| { readonly at: 'load'; readonly plugin: string }
	| { readonly at: 'call'; readonly plugin: string; readonly fn: string }
	| { readonly at: 'rest'; readonly plugin: string };

/** `plugin`: of the guest that it has; `fn`: what is called. */
export function momentOf(plugin: string | undefined, loading: boolean, fn: string | undefined): Moment {
	if (plugin === undefined) return { at: 'start' };
	if (loading) return { at: 'load', plugin };
	return fn === undefined ? { at: 'rest', plugin } : { at: 'call', plugin, fn };
}

const STDERR_SHOWN = 2_000;

/** The error for a process that exited without being told to. */
export function exitError(
	exit: ProcessExit,
	stderr: string,
	moment: Moment,
	held: HeldMemory | null = null,
): DataFlareError {
	if (exit.error !== undefined) {
		return new DataFlareError('runtime', `the sandbox process could not be started: ${exit.error}`, {
			details: because('sandbox_not_started'),
			hint: 'Check that the program is fully installed and that the system allows more processes.',
		});
	}
	const details = { exitCode: exit.code, signal: exit.signal, stderr: stderr.slice(-STDERR_SHOWN) };
	const how = exit.signal === null ? `with code ${exit.code}` : `by signal ${exit.signal}`;
	const lastWords = lastLine(stderr);
	const tail = `${how}${lastWords === '' ? '' : ` (${lastWords})`}`;
	if (moment.at === 'start') {
		return new DataFlareError('runtime', `the sandbox process ended ${tail} before it was ready`, {
			hint: 'Rebuild the project, and check that this Node supports the permission model.',
			details: { ...because('sandbox_not_started'), ...details },
		});
	}
	const where = placeIn(moment);
	const { place } = where;
	const death = memoryDeath(exit, stderr, where, held, details);
	if (death !== null) return death;
	const code = moment.at === 'call' ? 'plugin_execution' : moment.at === 'load' ? 'plugin_load' : 'runtime';
	return new DataFlareError(code, `the sandbox of "${moment.plugin}" ended ${tail} ${place}`, {
		hint:
			exit.signal === 'SIGKILL'
				? 'Something outside DataFlare stopped it. The computer may be short of memory.'
				: 'The next call gets a new sandbox. If it happens again, the plugin is at fault.',
		details: {
			...because(exit.signal === 'SIGKILL' ? 'process_killed' : 'process_ended', { plugin: moment.plugin }),
			...details,
		},
	});
}

/** The error for a process that broke the protocol. */
export function lieError(what: string, moment: Moment): DataFlareError {
	if (moment.at === 'start') {
		return new DataFlareError('runtime', `the sandbox process sent a malformed frame at its start: ${what}`, {
			details: because('broke_protocol'),
		});
	}
	return new DataFlareError(
		'plugin_execution',
		`the sandbox of "${moment.plugin}" sent a malformed frame ${placeOf(moment)}: ${what}`,
		{
			details: because('broke_protocol'),
			hint: 'The process was stopped. Do not trust a plugin that does this again.',
		},
	);
}

/** The error for a call that had not begun when its instance was lost to something else. */
export function lostError(plugin: string, fn: string, cause: EndCause): DataFlareError {
	const { code, message, hint } = cause.error;
	return new DataFlareError(code, `"${fn}" of "${plugin}" did not start, because its instance was lost: ${message}`, {
		hint,
		details: { ...because('instance_lost', { fn }), instanceLost: true },
		cause: cause.error,
	});
}

/** Where a guest was. */
export function placeIn(moment: Exclude<Moment, { at: 'start' }>): MemoryPlace {
	return { plugin: moment.plugin, loading: moment.at === 'load', place: placeOf(moment) };
}

function placeOf(moment: Exclude<Moment, { at: 'start' }>): string {
	switch (moment.at) {
		case 'load':
			return 'while it was loaded';
		case 'call':
			return `during "${moment.fn}"`;
		case 'rest':
			return 'between calls';
	}
}

function lastLine(text: string): string {
	const lines = text.split('\n').map((line) => line.trim());
	const fatal = lines.find((line) => /^FATAL ERROR|Error: /.test(line));
	return (fatal ?? lines.findLast((line) => line !== '') ?? '').slice(0, 200);
}
