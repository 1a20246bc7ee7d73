export const start = {
	title: 'Welcome',
	skip: 'Skip',
	heading: 'Run plugins you do not have to trust',
	text: 'A plugin is a WebAssembly module that reads, changes or writes records. Each runs in a process of its own and may do only what you grant: files, hosts and variables one by one. Every run is kept with its logs, its figures and its denials.',
	example: {
		title: 'Watch a real run',
		text: '10,000 reports of birds that struck aircraft go through five plugins. Out comes what the damage cost, state by state.',
		run: 'Run the example',
		running: 'The example is running',
		grant:
			'This installs the five plugins. csv-source may then read the reports, file-writer may write the result into its own folder; nothing else is allowed.',
		failed: 'See what happened in the run',
		step: {
			read: 'reads the reports',
			map: 'names the fields',
			filter: 'keeps those with damage',
			group: 'sums up by state',
			write: 'writes the result',
		},
	},
	samples: {
		title: 'Plugins to begin with',
		text: 'They come with the program, and are installed with everything denied.',
		install_one: 'Install the last one',
		install_other: 'Install all {{text}}',
		installOne: 'Install',
		installNamed: 'Install {{name}}',
		installed: 'Installed',
		done_one: 'The sample is installed.',
		done_other: '{{text}} samples are installed.',
		notDone: 'The samples could not be installed',
		show: 'Show',
		about: {
			'csv-source':
				'Reads a CSV file of any size and gives its rows as records: finds the delimiter, tells numbers from text, copes with quotes, embedded line breaks and ragged rows.',
			'field-mapper':
				'Selects, drops, renames, converts and computes fields. Fields it is not told about pass unchanged.',
			'file-writer': 'Writes records to a file as NDJSON or CSV, replacing it or appending to it.',
			'group-by':
				'Groups records by fields and computes count, sum, mean, min, max, quantiles and distinct counts for each group.',
			'http-json-source': 'Reads records from a JSON address over HTTP, page by page.',
			'pii-redactor':
				'Replaces e-mail addresses, phone numbers and payment card numbers in the texts of records, by a mask or by a salted hash.',
			'row-filter': 'Keeps the records for which a condition holds: comparisons of fields, joined by and, or and not.',
		},
	},
	own: 'Install a plugin of your own',
	ownText: 'Have one already? Drop it on the window at any time.',
} as const;
