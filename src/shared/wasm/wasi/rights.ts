/** Rights and flags of WASI preview 1 (wasi_snapshot_preview1.witx), as the bits that a guest sees. */

export const right = {
	fdDatasync: 1 << 0,
	fdRead: 1 << 1,
	fdSeek: 1 << 2,
	fdFdstatSetFlags: 1 << 3,
	fdSync: 1 << 4,
	fdTell: 1 << 5,
	fdWrite: 1 << 6,
	fdAdvise: 1 << 7,
	fdAllocate: 1 << 8,
	pathCreateDirectory: 1 << 9,
	pathCreateFile: 1 << 10,
	pathLinkSource: 1 << 11,
	pathLinkTarget: 1 << 12,
	pathOpen: 1 << 13,
	fdReaddir: 1 << 14,
	pathReadlink: 1 << 15,
	pathRenameSource: 1 << 16,
	pathRenameTarget: 1 << 17,
	pathFilestatGet: 1 << 18,
	pathFilestatSetSize: 1 << 19,
	pathFilestatSetTimes: 1 << 20,
	fdFilestatGet: 1 << 21,
	fdFilestatSetSize: 1 << 22,
	fdFilestatSetTimes: 1 << 23,
	pathSymlink: 1 << 24,
	pathRemoveDirectory: 1 << 25,
	pathUnlinkFile: 1 << 26,
	pollFdReadwrite: 1 << 27,
} as const;

/** What a file can be asked; what changes it among that. */
const fileReads =
	right.fdRead |
	right.fdSeek |
	right.fdFdstatSetFlags |
	right.fdSync |
	right.fdDatasync |
	right.fdTell |
	right.fdAdvise |
	right.fdFilestatGet |
	right.pollFdReadwrite;
const fileWrites = right.fdWrite | right.fdAllocate | right.fdFilestatSetSize | right.fdFilestatSetTimes;
export const fileRights = fileReads | fileWrites;

const folderReads =
	right.fdFdstatSetFlags |
	right.fdSync |
	right.fdDatasync |
	right.pathOpen |
	right.fdReaddir |
	right.pathReadlink |
	right.pathFilestatGet |
	right.fdFilestatGet;
const folderWrites =
	right.pathCreateDirectory |
	right.pathCreateFile |
	right.pathLinkSource |
	right.pathLinkTarget |
	right.pathRenameSource |
	right.pathRenameTarget |
	right.pathFilestatSetSize |
	right.pathFilestatSetTimes |
	right.fdFilestatSetTimes |
	right.pathSymlink |
	right.pathRemoveDirectory |
	right.pathUnlinkFile;
export const folderRights = folderReads | folderWrites;
/** What a folder hands on to what is opened below it. */
export const handedOn = fileRights | folderRights;
/** All that changes something; what may only be read is opened without it. */
export const changing = fileWrites | folderWrites;
/** What makes an opened file one that is written to. */
export const writing = right.fdWrite | right.fdAllocate | right.fdFilestatSetSize;

export const fileType = { unknown: 0, characterDevice: 2, directory: 3, regularFile: 4, symbolicLink: 7 } as const;
export const openFlag = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;
export const fdFlag = { append: 1, dsync: 2, nonblock: 4, rsync: 8, sync: 16 } as const;
export const timeFlag = { atime: 1, atimeNow: 2, mtime: 4, mtimeNow: 8 } as const;
/** `lookupflags`: a link at the end of a path is followed. */
export const FOLLOW = 1;
/** Size of a `filestat`, bytes. */
export const FILESTAT_BYTES = 64;
