/** Whether every word that was typed is somewhere in the label, in any order and case: “test pii” finds “Test pii-redactor”. */
export function fits(label: string, typed: string): boolean {
	const where = label.toLowerCase();
	return typed
		.toLowerCase()
		.split(/\s+/)
		.every((word) => where.includes(word));
}
