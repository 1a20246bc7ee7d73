/** Error numbers of WASI preview 1 (wasi_snapshot_preview1.witx, `errno`) that this host answers with. */
export const errno = {
	success: 0,
	toobig: 1,
	acces: 2,
	again: 6,
	badf: 8,
	busy: 10,
	canceled: 11,
	dquot: 19,
	exist: 20,
	fault: 21,
	fbig: 22,
	ilseq: 25,
	inval: 28,
	io: 29,
	isdir: 31,
	loop: 32,
	mfile: 33,
	mlink: 34,
	nametoolong: 37,
	nfile: 41,
	noent: 44,
	nomem: 48,
	nospc: 51,
	nosys: 52,
	notdir: 54,
	notempty: 55,
	notsock: 57,
	notsup: 58,
	nxio: 60,
	overflow: 61,
	perm: 63,
	pipe: 64,
	rofs: 69,
	spipe: 70,
	timedout: 73,
	txtbsy: 74,
	xdev: 75,
	notcapable: 76,
} as const;

export type Errno = (typeof errno)[keyof typeof errno];

const known: ReadonlySet<number> = new Set(Object.values(errno));

export function isErrno(value: number): value is Errno {
	return known.has(value);
}
