import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { Flow } from '../../../../shared/flow/flow-file.ts';
import { type JsonDifference, jsonDifference } from '../../../lib/json/json-difference.ts';
import { documentOf } from '../model/read-flow.ts';
import { flowOf } from '../model/write-flow.ts';

/** Where two flows differ, component by component, whatever the order in which they stand. */
export function flowDifference(one: Flow, other: Flow): readonly JsonDifference[] {
	return jsonDifference(byName(one), byName(other));
}

function byName(flow: Flow): JsonValue {
	const { components, ...rest } = flowOf(documentOf(flow));
	const named = components.map(({ name, ...component }, index) => {
		const isTaken = components.findIndex((each) => each.name === name) < index;
		return [isTaken ? `${name} (${index + 1})` : name, component] as const;
	});
	return { ...rest, components: Object.fromEntries(named) } as JsonValue;
}
