import { z } from 'zod';

/**
 * What the history can hold of one run beside its counts. `input`, `output`: their beginnings. `values`: what was asked
 * for, that is places and configuration. `logs`: what was said in it, log lines and the words of a failure. `targets`:
 * which paths, addresses and names its plugins asked the host for.
 */
export const keptParts = ['input', 'output', 'values', 'logs', 'targets'] as const;
export type KeptPart = (typeof keptParts)[number];

/**
 * Why a part is there or not: `kept`; left out by the `setting`, by the person's `choice` for this run, because a plugin
 * takes `sensitive` input; or `forgotten` since.
 */
export const keptWhys = ['kept', 'setting', 'choice', 'sensitive', 'forgotten'] as const;
export type KeptWhy = (typeof keptWhys)[number];

export type RunKeeping = { readonly [P in KeptPart]: KeptWhy };

export const allKept: RunKeeping = { input: 'kept', output: 'kept', values: 'kept', logs: 'kept', targets: 'kept' };

/** What the history holds of one run. */
export interface RunKept {
	/** Null: of a run of an older version, which did not note it. `items`: lines or requests, where there are such. */
	readonly parts: {
		readonly [P in KeptPart]: { readonly why: KeptWhy | null; readonly bytes: number; readonly items: number };
	};
	/** Of an output that was too large to be told, and is on the disk until the program ends, bytes; null: there is none. */
	readonly largeOutputBytes: number | null;
}

/** What is asked to be kept of a run, over what its plugins are marked with and under what the settings allow. */
export const keepShape = {
	/**
	 * The beginnings of what goes in and comes out: both, the output alone, or neither. Absent: both, without the input of
	 * plugins that take sensitive input.
	 */
	previews: z.union([z.boolean(), z.literal('output')]).optional(),
	/** False: log lines are told while it runs, and not kept. */
	logs: z.boolean().optional(),
} as const;

export interface KeepAsked {
	readonly previews?: boolean | 'output' | undefined;
	readonly logs?: boolean | undefined;
}

/** What a person left out of a run, for the same once more. What they asked to keep has to be asked for again. */
export function leftOutOf(keeping: RunKeeping | null): KeepAsked {
	if (keeping === null) return {};
	const { input, output, logs } = keeping;
	return {
		...(output === 'choice' ? { previews: false } : input === 'choice' ? { previews: 'output' } : {}),
		...(logs === 'choice' ? { logs: false } : {}),
	};
}
