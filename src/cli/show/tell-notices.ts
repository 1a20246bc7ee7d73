import type { Remark } from '../../shared/errors/remark.ts';
import type { Session } from '../session/session.ts';

/** What arose lately and a person should know; what arose just now was told when the data was opened. */
export function tellNotices(session: Session, notices: readonly Remark[]): void {
	if (session.options.quiet || session.options.json) return;
	const told = new Set(session.core.notices.map(({ text }) => text));
	for (const { text } of notices) if (!told.has(text)) session.warn(text);
}
