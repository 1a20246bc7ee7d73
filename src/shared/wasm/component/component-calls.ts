import { hostFunctions } from '../../host/functions.ts';
import { type HostFunctionName, hostFunctionNames } from '../../host/operations.ts';

/** What components import of the host's own interfaces (`interface#function`), by the host function that does the same. */
export const componentCalls: ReadonlyMap<string, HostFunctionName> = new Map(
	hostFunctionNames.flatMap((name) => hostFunctions[name].component.map((call) => [call, name] as const)),
);
