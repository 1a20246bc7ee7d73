import { z } from 'zod';

/** So many languages may be given, for each thing that is said in several. */
const MAX_LANGUAGES = 50;

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/** Words by language (BCP 47). */
export function translations<Words extends z.ZodType>(words: Words) {
	return z.record(z.string(), words).superRefine((given, context) => {
		const languages = Object.keys(given);
		if (languages.length > MAX_LANGUAGES) {
			context.addIssue({ code: 'custom', message: `must have at most ${MAX_LANGUAGES} languages` });
		}
		const wrong = languages.find((language) => !LANGUAGE.test(language));
		if (wrong === undefined) return;
		context.addIssue({
			code: 'custom',
			path: [wrong],
			message: 'is not a language tag such as "zh-CN"',
			params: { hint: 'Name languages by BCP 47 tags: "de", "zh-CN".' },
		});
	});
}
