/** What follows from the table of host functions: their names, operations, requests and the shapes of their calls. */

import { isPolicyKind, type PolicyKind, policyKinds } from '../policy/powers.ts';
import type { WasmValueType } from './abi.ts';
import { descriptorCalls } from './descriptor-calls.ts';
import { type FieldKind, type FieldTypes, hostFunctions, type RequestField } from './functions.ts';

type Table = typeof hostFunctions;

export type HostFunctionName = keyof Table;
/** Those that the parent's broker answers. */
export type BrokeredName = {
	[Name in HostFunctionName]: Table[Name]['op'] extends null ? never : Name;
}[HostFunctionName];
/** Those that are answered inside the sandbox. */
export type DirectName = Exclude<HostFunctionName, BrokeredName>;

type DescriptorTable = typeof descriptorCalls;
/** What is asked for a WASI guest's files. */
export type DescriptorCallName = keyof DescriptorTable;

/** What the broker is asked to do. */
export type HostOp = Table[BrokeredName]['op'] | DescriptorTable[DescriptorCallName]['op'];
type OpOf<Name extends BrokeredName> = Table[Name]['op'];
type FieldValue<Field> = Field extends FieldKind
	? FieldTypes[Field]
	: Field extends readonly (infer Word)[]
		? Word
		: never;
/** What a function asks the broker, besides the operation. */
export type FieldsOf<Name extends BrokeredName> = {
	readonly [Field in keyof Table[Name]['request']]: FieldValue<Table[Name]['request'][Field]>;
};
type Requests = {
	readonly [Name in BrokeredName as OpOf<Name>]: { readonly op: OpOf<Name> } & FieldsOf<Name>;
} & {
	readonly [Name in DescriptorCallName as DescriptorTable[Name]['op']]: {
		readonly op: DescriptorTable[Name]['op'];
	} & DescriptorFields<Name>;
};
/** What a call on descriptors asks the broker, besides the operation. */
export type DescriptorFields<Name extends DescriptorCallName> = {
	readonly [Field in keyof DescriptorTable[Name]['request']]: FieldValue<DescriptorTable[Name]['request'][Field]>;
};
/** One kind of request to the broker, or any. */
export type RequestOf<Op extends HostOp = HostOp> = Requests[Op];

type GuestValue<Type> = Type extends 'i64' ? bigint : number;
type GuestValues<Types extends readonly WasmValueType[]> = {
	-readonly [Index in keyof Types]: GuestValue<Types[Index]>;
};
/** What a guest hands to a host function. */
export type ArgumentsOf<Name extends HostFunctionName> = GuestValues<Table[Name]['params']>;
/** What a guest gets from a host function. */
export type ResultOf<Name extends HostFunctionName> = Table[Name]['results'] extends readonly [infer Type]
	? GuestValue<Type>
	: void;

/** The fields that say what a request is about. */
export type TargetField = Exclude<Table[BrokeredName]['target'] | DescriptorTable[DescriptorCallName]['target'], null>;

interface Operation {
	/** The function that a guest imports for it; null: it stands behind functions of WASI. */
	readonly name: BrokeredName | null;
	readonly op: HostOp;
	readonly decides: PolicyKind | null;
	readonly request: Readonly<Record<string, RequestField>>;
	readonly target: TargetField | null;
}

export const hostFunctionNames = Object.keys(hostFunctions) as readonly HostFunctionName[];

const operations = new Map<string, Operation>([
	...hostFunctionNames.flatMap((name): readonly (readonly [string, Operation])[] => {
		const row = hostFunctions[name];
		return row.op === null ? [] : [[row.op, { ...row, name: name as BrokeredName }]];
	}),
	...Object.values(descriptorCalls).map((row) => [row.op, { ...row, name: null }] as const),
]);

export const hostOps: readonly HostOp[] = [...operations.values()].map(({ op }) => op);

export function isHostFunctionName(name: string): name is HostFunctionName {
	return Object.hasOwn(hostFunctions, name);
}

export function isHostOp(text: string): text is HostOp {
	return operations.has(text);
}

export function operation(op: HostOp): Operation {
	return operations.get(op) as Operation;
}

/** Whether the guest waits for the parent's broker meanwhile. */
export function isBrokered(name: HostFunctionName): name is BrokeredName {
	return hostFunctions[name].op !== null;
}

/** What a policy decides on: an operation, by its own name or by what is asked. */
export type DecidedOp =
	| PolicyKind
	| { [Name in BrokeredName]: Table[Name]['decides'] extends null ? never : OpOf<Name> }[BrokeredName]
	| {
			[Name in DescriptorCallName]: DescriptorTable[Name]['decides'] extends null ? never : DescriptorTable[Name]['op'];
	  }[DescriptorCallName];

/** What a policy is asked about an operation. Null: no policy decides on it. */
export function kindDecided(op: DecidedOp): PolicyKind;
export function kindDecided(op: string): PolicyKind | null;
export function kindDecided(op: string): PolicyKind | null {
	if (isPolicyKind(op)) return op;
	return isHostOp(op) ? operation(op).decides : null;
}

/** Each of them once. */
export const decidedOps: readonly DecidedOp[] = [...new Set<string>([...policyKinds, ...hostOps])].filter(
	(op): op is DecidedOp => kindDecided(op) !== null,
);
