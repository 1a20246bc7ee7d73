import { explain, getEnv, NOT_PERMITTED } from '../../../sdk/assemblyscript/assembly/host';

/** What is wrong with the last text that was filled in; empty: nothing. */
export let problem: string = '';

/** Replaces each `${env:NAME}` by the value of an environment variable. */
export function fillIn(text: string): string {
	problem = '';
	let filled = '';
	let at = 0;
	while (true) {
		const start = text.indexOf('${env:', at);
		if (start < 0) return filled + text.substring(at);
		const end = text.indexOf('}', start);
		if (end < 0) {
			problem = `a } is missing in "${text}"`;
			return '';
		}
		const name = text.substring(start + 6, end);
		const answer = getEnv(name);
		const status = answer.status;
		if (!answer.exists) {
			problem =
				status == NOT_PERMITTED
					? `cannot read the environment variable ${name}: not permitted; allow environment variables and name it in allowed_env_vars of the grant`
					: status < 0
						? `cannot read the environment variable ${name}: ${explain(status)}`
						: `the environment variable ${name} is not set`;
			return '';
		}
		filled += text.substring(at, start) + answer.toString();
		answer.free();
		at = end + 1;
	}
}
