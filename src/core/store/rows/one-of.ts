/** A column that holds one of a few words: what is none of them, damage or a newer version wrote, and `otherwise` stands for it. */
export function oneOf<T extends string, O>(words: readonly T[], stored: string, otherwise: O): T | O {
	return words.find((word) => word === stored) ?? otherwise;
}
