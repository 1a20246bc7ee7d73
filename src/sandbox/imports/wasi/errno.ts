/** Error numbers of WASI preview 1 (wasi_snapshot_preview1.witx, `errno`) that this host answers with. */
export const errno = {
	success: 0,
	badf: 8,
	fault: 21,
	inval: 28,
	nosys: 52,
	notsock: 57,
	spipe: 70,
	notcapable: 76,
} as const;

export type Errno = (typeof errno)[keyof typeof errno];
