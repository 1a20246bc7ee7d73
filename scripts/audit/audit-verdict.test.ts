import { describe, expect, it } from 'vitest';
import { auditVerdict } from './audit-verdict.ts';

describe('the audit', () => {
	const counts = (high: number, critical: number): string =>
		JSON.stringify({ metadata: { vulnerabilities: { low: 3, moderate: 2, high, critical } } });

	it('fails for high and critical holes alone', () => {
		expect(auditVerdict(counts(0, 0))).toEqual({
			ok: true,
			said: 'audit (level high): 0 critical, 0 high, 2 moderate, 3 low',
		});
		expect(auditVerdict(counts(1, 0)).ok).toBe(false);
		expect(auditVerdict(counts(0, 1)).ok).toBe(false);
	});

	it('says in one line that it was not done where the registry does not answer', () => {
		for (const printed of ['', 'no JSON', '{}', '{"message":"405 Method Not Allowed\\nmore"}']) {
			expect(auditVerdict(printed)).toMatchObject({ ok: true, said: expect.stringMatching(/^audit: NOT DONE[^\n]*$/) });
		}
	});
});
