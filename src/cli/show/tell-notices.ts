import type { Session } from '../session/session.ts';

/** What arose lately and a person should know; what arose just now was told when the data was opened. */
export function tellNotices(session: Session, notices: readonly string[]): void {
	if (session.options.quiet || session.options.json) return;
	for (const notice of notices) if (!session.core.notices.includes(notice)) session.warn(notice);
}
