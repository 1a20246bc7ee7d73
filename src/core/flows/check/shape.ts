import { assertNever } from '../../../shared/assert-never.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import type { ShapeProblem } from '../../../shared/flow/flow-graph.ts';
import { quoted } from '../../../shared/quoted.ts';
import { type Found, foundAt } from './problem.ts';

/** What the form of a flow alone makes impossible, in sentences. */
export function shapeFound(flow: Flow, problem: ShapeProblem): Found {
	const nameOf = (component: number): string => flow.components[component]?.name ?? '';
	const { component } = problem;
	const name = nameOf(component);
	switch (problem.kind) {
		case 'name_taken':
			return foundAt(component, name, ['name'], {
				message: `components[${problem.other}] has the same name.`,
				hint: 'Give one of the two another name, so that others can say which they take from.',
				details: because('flow_name_taken', { name }),
			});
		case 'use_and_plugin':
			return foundAt(component, name, ['use'], {
				message: 'it names a plugin and a part of the program.',
				hint: 'Keep "use" or "plugin".',
				details: because('flow_use_and_plugin', { name }),
			});
		case 'unknown_input': {
			const near = problem.nearest === null ? '' : ` (did you mean ${quoted(problem.nearest)}?)`;
			return foundAt(component, name, ['inputs'], {
				message: `it takes from ${quoted(problem.input)}, which is no component and no port of one${near}.`,
				hint: 'Name a component of this flow, alone or with .dropped or .failed behind it.',
				details: because('flow_unknown_input', { name, input: problem.input }),
			});
		}
		case 'input_twice':
			return foundAt(component, name, ['inputs'], {
				message: `it takes from ${quoted(problem.input)} twice.`,
				hint: 'Keep it once.',
				details: because('flow_input_twice', { name, input: problem.input }),
			});
		case 'cycle': {
			const through = [...problem.through, component].map((each) => quoted(nameOf(each))).join(' → ');
			return foundAt(component, name, ['inputs'], {
				message: `records would go round without end: ${through}.`,
				hint: 'Remove one of these inputs.',
				details: because('flow_cycle', { through }),
			});
		}
		default:
			return assertNever(problem, 'flow shape problem');
	}
}
