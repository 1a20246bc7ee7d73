import { z } from 'zod';
import type { FlowProblem } from '../../../shared/api/flow-routes.ts';
import { DataFlareError, type ErrorDetails } from '../../../shared/errors/errors.ts';
import { quoted } from '../../../shared/quoted.ts';

/** What is wrong at one component, as it is found. */
export interface Found {
	readonly component: number | null;
	/** In steps from the component. */
	readonly key: readonly (string | number)[];
	readonly error: DataFlareError;
}

/** The sentence begins with the component, by its place in the file and its name. */
export function foundAt(
	component: number,
	name: string,
	key: readonly (string | number)[],
	{ message, hint, details }: { readonly message: string; readonly hint: string; readonly details: ErrorDetails },
): Found {
	const error = new DataFlareError('configuration', `${placeOf(component, name)}: ${message}`, {
		hint,
		details: { ...details, component },
	});
	return { component, key, error };
}

/** What failed at a component, with the component said in front. */
export function failedAt(
	component: number,
	name: string,
	key: readonly (string | number)[],
	error: DataFlareError,
): Found {
	const said = error.with({ message: `${placeOf(component, name)}: ${error.message}`, details: { component } });
	return { component, key, error: said };
}

export function toProblem({ component, key, error }: Found): FlowProblem {
	return { component, key: key.length === 0 ? null : z.core.toDotPath([...key]), error: error.toWire() };
}

/** `components[2] (by-state)` */
export function placeOf(component: number, name: string): string {
	return `components[${component}] (${quoted(name)})`;
}
