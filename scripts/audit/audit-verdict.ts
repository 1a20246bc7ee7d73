/** Known holes of this severity or above end the run, in tools as in what is shipped. */
export const AUDIT_LEVEL = 'high';

export interface AuditVerdict {
	readonly ok: boolean;
	/** One line for the log. */
	readonly said: string;
}

/** Reads what `npm audit --json` printed. A registry that does not answer is said, and is no failure of the project's. */
export function auditVerdict(printed: string): AuditVerdict {
	const report = parse(printed);
	const counts = countsOf(report);
	if (counts === null) {
		const why = typeof report['message'] === 'string' ? report['message'].split('\n')[0] : 'no report';
		return { ok: true, said: `audit: NOT DONE, the registry gave no answer (${why})` };
	}
	const { high = 0, critical = 0, moderate = 0, low = 0 } = counts;
	const said = `audit (level ${AUDIT_LEVEL}): ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`;
	return { ok: critical + high === 0, said };
}

type Counts = Partial<Record<'low' | 'moderate' | 'high' | 'critical', number>>;

function countsOf(report: Readonly<Record<string, unknown>>): Counts | null {
	const metadata = report['metadata'] as { readonly vulnerabilities?: Counts } | undefined;
	return metadata?.vulnerabilities ?? null;
}

function parse(printed: string): Readonly<Record<string, unknown>> {
	try {
		return JSON.parse(printed) as Readonly<Record<string, unknown>>;
	} catch {
		return {};
	}
}
