import type { FlowCheck } from '../../../shared/api/flow-routes.ts';
import { writeInput } from '../../../shared/flow/flow-graph.ts';
import type { Session } from '../../session/session.ts';
import { counted } from '../../text/format.ts';
import { hintOf } from '../../text/hint-of.ts';

/** The components of a flow in the order in which records reach them, and what is wrong with each. */
export function showCheck(session: Session, check: FlowCheck): void {
	const { flow, components, edges, problems, remarks } = check;
	const nameOf = (position: number): string => components[position]?.name ?? '';
	session.table(
		['COMPONENT', 'IS', 'TAKES FROM'],
		components.map(({ name, use, plugin, type }, position) => [
			name,
			use ?? (type === null ? `${plugin} (not usable)` : `${plugin} (${type})`),
			edges
				.filter(({ to }) => to === position)
				.map(({ from, port }) => writeInput(nameOf(from), port))
				.join(', ') || '—',
		]),
	);
	for (const { error } of problems) {
		session.say(`✗ ${error.message}`);
		const hint = hintOf(error);
		if (hint !== undefined) session.say(`  ${hint}`);
	}
	for (const { remark } of remarks) session.say(`! ${remark.text}`);
	if (problems.length > 0) {
		session.say(`${flow.name} cannot run: ${counted(problems.length, 'problem')}.`);
		return;
	}
	session.say(`${flow.name} can run.`);
}
