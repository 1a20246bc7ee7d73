/** Asks the registry for known holes in what the lock file names. */
import { spawnSync } from 'node:child_process';
import { AUDIT_LEVEL, auditVerdict } from './audit-verdict.ts';

const { stdout } = spawnSync('npm', ['audit', '--json', `--audit-level=${AUDIT_LEVEL}`], {
	encoding: 'utf8',
	shell: process.platform === 'win32',
	timeout: 60_000,
});
const { ok, said } = auditVerdict(stdout ?? '');
console.log(said);
process.exitCode = ok ? 0 : 1;
