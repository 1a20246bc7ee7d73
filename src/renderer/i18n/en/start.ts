export const start = {
	title: 'Welcome',
	skip: 'Skip',
	leave: 'Go to Plugins',
	heading: 'Run plugins you do not have to trust',
	text: 'A plugin is a WebAssembly module that reads, changes or writes records. Each one runs in its own process and may only do what you grant it: individual files, hosts and variables. Every run is kept, with its logs, figures and denials.',
	example: {
		title: 'Watch a real run',
		text: '10,000 reports of bird strikes on aircraft go through five plugins. The result is the cost of the damage, state by state.',
		run: 'Run the example',
		again: 'Run it again',
		open: 'Open the run',
		running: 'The example is running',
		grant:
			'This installs the five plugins. csv-source may read the reports and file-writer may write the result to its own folder; nothing else is allowed.',
		failed: 'See what happened',
		step: {
			read: 'reads the reports',
			map: 'names the fields',
			filter: 'keeps those with damage',
			group: 'totals them by state',
			write: 'writes the result',
		},
	},
	samples: {
		title: 'Sample plugins',
		text: 'They come with the program and start with everything denied.',
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
				'Reads CSV files of any size and turns rows into records. Detects the delimiter, tells numbers from text, and copes with quotes, embedded line breaks and ragged rows.',
			'field-mapper': 'Selects, drops, renames, converts and computes fields. All other fields pass through unchanged.',
			'file-writer': 'Writes records to an NDJSON or CSV file, replacing it or adding to it.',
			'group-by':
				'Groups records by field and computes counts, sums, means, minimums, maximums, quantiles and distinct counts for each group.',
			'http-json-source': 'Reads records from a JSON API over HTTP, page by page.',
			'pii-redactor':
				'Replaces email addresses, phone numbers and payment card numbers in records with a mask or a salted hash.',
			'row-filter': 'Keeps the records that meet a condition: field comparisons combined with and, or and not.',
		},
	},
	own: 'Install your own plugin',
	ownText: 'You can drop one on the window at any time.',
} as const;
