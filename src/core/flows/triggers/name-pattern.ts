/**
 * Whether a name fits: `*` and `?` stand for any letters and for one; everything else for itself. At most as many steps as
 * both have letters, multiplied, however many stars there are.
 */
export function fitsPattern(pattern: string, name: string): boolean {
	const [wanted, given] = [[...pattern], [...name]];
	let at = 0;
	/** Behind the last star, and where in the name it gave way to what follows it; -1: there was none. */
	let afterStar = -1;
	let tried = 0;
	for (let letter = 0; letter < given.length; ) {
		if (wanted[at] === '*') {
			at++;
			afterStar = at;
			tried = letter;
		} else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[letter])) {
			at++;
			letter++;
		} else if (afterStar >= 0) {
			at = afterStar;
			tried++;
			letter = tried;
		} else return false;
	}
	while (wanted[at] === '*') at++;
	return at === wanted.length;
}
