export const plugin = {
	nothingChosen: 'Choose a plugin',
	tabs: {
		label: 'Plugin',
		overview: 'Overview',
		policy: 'Policy',
		test: 'Test',
		runs: 'Runs',
		versions: 'Versions',
		logs: 'Logs',
	},
} as const;
