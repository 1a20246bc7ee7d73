import type { Power } from '../entries.ts';
import type { TesterKind } from '../tester/tester-request.ts';

/** How entries and questions are written, the same in every language. */
export const entryExamples: Readonly<Record<Power, string>> = {
	files: './data/',
	network: 'api.example.com',
	environment: 'API_TOKEN',
};

export const testerExamples: Readonly<Record<TesterKind, string>> = {
	read: '/srv/data/in.csv',
	write: './out.json',
	list: './data/',
	http: 'https://api.example.com/v1',
	env: 'API_TOKEN',
};
