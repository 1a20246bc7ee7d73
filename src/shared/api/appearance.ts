/** How the window looks: what can be chosen, and what is where nobody chose. Apart from the schemas, which the page's first moment does without. */

export const languageChoices = ['system', 'en', 'zh-CN'] as const;
export const themes = ['system', 'light', 'dark'] as const;
export const timeFormats = ['local', 'utc', 'relative'] as const;

/** What a person can make of the width of a table's column, px. */
export const MIN_COLUMN_PX = 48;
export const MAX_COLUMN_PX = 1600;
/** Columns of one table whose width is kept. */
export const MAX_KEPT_WIDTHS = 200;

export interface Appearance {
	readonly language: (typeof languageChoices)[number];
	readonly theme: (typeof themes)[number];
	readonly time_format: (typeof timeFormats)[number];
}

export const defaultAppearance: Appearance = { language: 'system', theme: 'system', time_format: 'local' };
