import type { ApplyPreview, ApplyPreviewLine, OfferedTemplate } from '../../shared/api/template-routes.ts';
import type { Ask } from '../../shared/policy/ask.ts';
import { powerOfSubject } from '../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { Session } from '../session/session.ts';
import { limitLines } from '../text/describe-policy.ts';

/** What applying a template would change, plugin by plugin. */
export function showApplication(session: Session, { template, plugins }: ApplyPreview): void {
	session.say(`${template.name}, version ${template.version}, would replace these grants:`);
	for (const line of plugins) {
		session.say();
		session.say(headOf(line), 'bold');
		const { added, dropped, kept } = line.changes;
		const isEntry = ({ subject }: Ask): boolean => powerOfSubject(subject.kind) !== null;
		const tell = (sign: string, ask: Ask): void => session.say(`  ${sign} ${ask.text}${markOf(ask, line)}`);
		for (const ask of added.filter(isEntry)) tell('+', ask);
		for (const ask of dropped.filter(isEntry)) session.say(`  - ${ask.text}`);
		for (const ask of kept.filter(isEntry)) tell(' ', ask);
		showLimits(session, line, template.policy);
		if (line.problem !== null) session.say(`  cannot be applied: ${line.problem.message}`);
	}
}

/** What a person should look at twice. */
function markOf({ risk, entry, subject }: Ask, { beyond }: ApplyPreviewLine): string {
	const unasked = beyond.some((other) => other.entry === entry && other.subject.kind === subject.kind);
	const marks = [...(risk === 'high' ? ['high risk'] : []), ...(unasked ? ['more than it asks for'] : [])];
	return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

function headOf({ plugin, grantVersion, same, changes }: ApplyPreviewLine): string {
	if (same) return `${plugin}: has it already`;
	const before = grantVersion === 0 ? 'nothing decided yet' : `version ${grantVersion}`;
	const nothing = changes.added.length === 0 && changes.dropped.length === 0;
	return `${plugin} (${before})${nothing ? ': no entry changes' : ''}`;
}

/** Limits that change, and those that the plugin's own or a ceiling narrow. */
function showLimits(session: Session, { before, effective }: ApplyPreviewLine, policy: SecurityPolicy): void {
	const [was, holds] = [new Map(limitLines(before)), new Map(limitLines(effective))];
	for (const [what, text] of limitLines(policy)) {
		if (was.get(what) !== text) session.say(`  ${what}: ${was.get(what)} → ${text}`);
		if (holds.get(what) !== text) session.say(`  ${what} in force: ${holds.get(what)}, by its own limit or a ceiling`);
	}
}

/** What a file of templates holds, entry by entry. */
export function showOffered(session: Session, templates: readonly OfferedTemplate[]): void {
	const here = {
		none: '',
		same: ' (is here already)',
		other: ' (a template of this name is here and says something else)',
	};
	for (const template of templates) {
		session.say(`${template.name}${here[template.here]}`, 'bold');
		if (template.note !== '') session.say(`  ${template.note}`);
		for (const ask of template.described.asks)
			session.say(`  + ${ask.text}${ask.risk === 'high' ? ' (high risk)' : ''}`);
		if (template.described.asks.length === 0) session.say('  nothing beyond the usual limits');
		for (const { path, message } of template.described.problems) session.say(`  ${path}: ${message}`);
	}
}
