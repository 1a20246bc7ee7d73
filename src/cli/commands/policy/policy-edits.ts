import type { Command } from 'commander';
import { type LimitName, limitFieldsOf, limitNames, policyLimits } from '../../../shared/policy/policy-limits.ts';
import { fieldsOf, type PowerName, powerNames, powers } from '../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { parseBytes, parseCount, parseDuration } from '../../text/format.ts';

/** What the options of a policy say; commander names them by their flags. */
export interface EditFlags {
	readonly allowPath?: readonly string[];
	readonly allowHost?: readonly string[];
	readonly allowEnv?: readonly string[];
	readonly memory?: number;
	readonly time?: number;
	readonly writeBytes?: number;
	readonly newFiles?: number;
}

interface EditOption {
	readonly flag: `--${string}`;
	readonly value: string;
	readonly says: string;
}

const powerOptions: Readonly<Record<PowerName, EditOption>> = {
	files: { flag: '--allow-path', value: '<path>', says: 'add a path (":ro" for reading alone); repeatable' },
	network: { flag: '--allow-host', value: '<host>', says: 'add a host; repeatable' },
	environment: { flag: '--allow-env', value: '<name>', says: 'add a variable; repeatable' },
};

const limitOptions: Readonly<Record<LimitName, EditOption & { readonly parse: (text: string) => number }>> = {
	memory: { flag: '--memory', value: '<size>', says: 'memory limit, e.g. 32MiB', parse: parseBytes },
	time: { flag: '--time', value: '<time>', says: 'time limit, e.g. 5s', parse: parseDuration },
	written: {
		flag: '--write-bytes',
		value: '<size>',
		says: 'what a run may write in all, e.g. 5GiB',
		parse: parseBytes,
	},
	files: { flag: '--new-files', value: '<count>', says: 'files and folders that a run may make', parse: parseCount },
};

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Every option that edits a policy, as it is typed. */
export const editOptions: readonly string[] = [
	...powerNames.map((power) => powerOptions[power].flag),
	...limitNames.map((limit) => limitOptions[limit].flag),
];

export function addEditOptions(command: Command): Command {
	for (const power of powerNames) {
		const { flag, value, says } = powerOptions[power];
		command.option(`${flag} ${value}`, says, collect);
	}
	for (const limit of limitNames) {
		const { flag, value, says, parse } = limitOptions[limit];
		command.option(`${flag} ${value}`, says, parse);
	}
	return command;
}

/** Whether anything was said about the policy. */
export function isEdit({ allowPath, allowHost, allowEnv, memory, time, writeBytes, newFiles }: EditFlags): boolean {
	const said = [allowPath, allowHost, allowEnv, memory, time, writeBytes, newFiles];
	return said.some((flag) => flag !== undefined);
}

/** The policy with what the options add to it. */
export function editPolicy(policy: SecurityPolicy, flags: EditFlags): SecurityPolicy {
	const add = (entries: readonly string[], others: readonly string[] = []): readonly string[] => [
		...new Set([...entries, ...others]),
	];
	const more: Readonly<Record<PowerName, readonly string[] | undefined>> = {
		files: flags.allowPath,
		network: flags.allowHost,
		environment: flags.allowEnv,
	};
	const limits: Readonly<Record<LimitName, number | undefined>> = {
		memory: flags.memory,
		time: flags.time,
		written: flags.writeBytes,
		files: flags.newFiles,
	};
	return {
		...fieldsOf((power) => {
			const { gate, list } = powers[power];
			return { on: policy[gate] || more[power] !== undefined, entries: add(policy[list], more[power]) };
		}),
		...limitFieldsOf((name) => limits[name] ?? policy[policyLimits[name].field]),
	};
}
