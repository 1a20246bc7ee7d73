import type { Language } from '../i18n/language.ts';
import { noCodeTexts } from '../i18n/no-code.ts';

/** Says that the window's code did not come, in the place of whatever is shown: with nothing but what is here already. */
export function drawNoCode(language: Language): void {
	const { title, text, again } = noCodeTexts[language];
	const says = document.createElement('main');
	says.setAttribute('role', 'alert');
	says.className = 'mx-auto max-w-120 p-8';
	const heading = document.createElement('h1');
	heading.className = 'text-title font-semibold';
	heading.textContent = title;
	const words = document.createElement('p');
	words.className = 'mt-2 text-muted';
	words.textContent = text;
	const button = document.createElement('button');
	button.type = 'button';
	button.className =
		'mt-4 inline-flex h-7 items-center rounded-base border border-line bg-panel px-2.5 text-body hover:bg-hover';
	button.textContent = again;
	button.addEventListener('click', () => location.reload());
	says.append(heading, words, button);
	document.getElementById('root')?.replaceChildren(says);
}
