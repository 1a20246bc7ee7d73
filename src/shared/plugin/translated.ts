/** Words by language (BCP 47, such as `zh-CN`), as a plugin's author gives them under `x-translations`. */
export type Translations<Words> = Readonly<Record<string, Words>>;

/** What is given for `language`: a translation into `zh` is one into `zh-CN`, too. Undefined: nothing is. */
export function translated<Words>(translations: Translations<Words> | undefined, language: string): Words | undefined {
	if (translations === undefined) return undefined;
	// A map, so that a language called like a property of every object finds nothing.
	const found = new Map(Object.entries(translations));
	return found.get(language) ?? found.get(language.split('-')[0] ?? language);
}
