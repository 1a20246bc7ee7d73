import type { PolicyKind, PowerName } from '../../../../shared/policy/powers.ts';

/** How entries and questions are written, the same in every language. */
export const entryExamples: Readonly<Record<PowerName, string>> = {
	files: './data/',
	network: 'api.example.com',
	environment: 'API_TOKEN',
};

export const testerExamples: Readonly<Record<PolicyKind, string>> = {
	read: '/srv/data/in.csv',
	write: './out.json',
	list: './data/',
	http: 'https://api.example.com/v1',
	env: 'API_TOKEN',
};
